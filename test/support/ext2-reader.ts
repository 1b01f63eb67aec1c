// SPDX-License-Identifier: Apache-2.0
import type { NamedEntry } from '../../harness/image/rootfs/tree.js';

const BLOCK = 4096;
const DIRECT = 12;
const KIND = { 0o040000: 'directory', 0o100000: 'file', 0o120000: 'symlink' } as const;

/** What an ext2 image holds, read from its bytes: every entry but `lost+found`, sorted by the bytes of its path. */
export function readExt2(image: Buffer): NamedEntry[] {
  const inodesPerGroup = image.readUInt32LE(1024 + 40);
  const inode = (number: number): Buffer => {
    const group = Math.floor((number - 1) / inodesPerGroup);
    const table = image.readUInt32LE(BLOCK + group * 32 + 8);
    return image.subarray(table * BLOCK + ((number - 1) % inodesPerGroup) * 128).subarray(0, 128);
  };
  const block = (number: number): Buffer => image.subarray(number * BLOCK, (number + 1) * BLOCK);
  const numbers = (at: number, depth: number): number[] => {
    const own = Array.from({ length: BLOCK / 4 }, (_, index) => block(at).readUInt32LE(index * 4));
    return depth === 0 ? own : own.flatMap((next) => (next === 0 ? [] : numbers(next, depth - 1)));
  };
  const content = (node: Buffer): Buffer => {
    const size = node.readUInt32LE(4);
    if (node.readUInt32LE(28) === 0) return node.subarray(40, 40 + size);
    const pointers = Array.from({ length: 15 }, (_, index) => node.readUInt32LE(40 + index * 4));
    const blocks = pointers.flatMap((at, index) => {
      if (at === 0) return [];
      return index < DIRECT ? [at] : numbers(at, index - DIRECT);
    });
    return Buffer.concat(blocks.filter((at) => at !== 0).map(block)).subarray(0, size);
  };
  const below = (node: Buffer, path: string): NamedEntry[] =>
    namesIn(content(node)).flatMap(({ name, number }) => {
      const at = path === '' ? name : `${path}/${name}`;
      if (name === '.' || name === '..' || at === 'lost+found') return [];
      const child = inode(number);
      const kind = KIND[(child.readUInt16LE(0) & 0o170000) as keyof typeof KIND];
      const mode = child.readUInt16LE(0) & 0o7777;
      if (child.readUInt16LE(2) !== 0 || child.readUInt16LE(24) !== 0) throw new Error(`${at} is not root's`);
      if (kind === 'symlink') return [{ path: at, kind, target: content(child).toString() }];
      if (kind === 'file') return [{ path: at, kind, mode, data: content(child) }];
      return [{ path: at, kind, mode }, ...below(child, at)];
    });
  return below(inode(2), '').sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function namesIn(blocks: Buffer): { name: string; number: number }[] {
  const found: { name: string; number: number }[] = [];
  for (let at = 0; at < blocks.length; at += blocks.readUInt16LE(at + 4)) {
    const number = blocks.readUInt32LE(at);
    const length = blocks.readUInt8(at + 6);
    if (number !== 0) found.push({ name: blocks.toString('utf8', at + 8, at + 8 + length), number });
  }
  return found;
}
