// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** What is at a path of a file system that was read. */
export type ReadEntry =
  { kind: 'directory' } | { kind: 'file'; data: Buffer } | { kind: 'symlink'; target: string };

const KIND = new Map([
  [0x4000n, 'directory'],
  [0x8000n, 'file'],
  [0xa000n, 'symlink'],
] as const);

interface Inode {
  kind: 'directory' | 'file' | 'symlink' | undefined;
  at: number;
  count: number;
}

/** Reads a read-only file system of OSv as its kernel does; every number is checked. */
export function readRofs(image: Buffer): Map<string, ReadEntry> {
  const number = (at: number): number => Number(image.readBigUInt64LE(at));
  assert.equal(image.length % 512, 0);
  assert.equal(number(0), 0xdeadbead);
  assert.deepEqual([number(8), number(16)], [1, 512]);
  const [first, blocks, entryCount, linkCount, inodeCount] = [24, 32, 40, 48, 56].map(number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  assert.equal((first + blocks) * 512, image.length);
  let at = first * 512;
  const text = (): string => {
    const length = image.readUInt16LE(at);
    at += 2 + length;
    return image.toString('utf8', at - length, at);
  };
  const entries = Array.from({ length: entryCount }, () => {
    const inode = number(at);
    at += 8;
    return { inode, name: text() };
  });
  const links = Array.from({ length: linkCount }, text);
  const inodes = Array.from({ length: inodeCount }, (_, index): Inode => {
    assert.equal(number(at + 8), index + 1);
    const inode = {
      kind: KIND.get(image.readBigUInt64LE(at) as 0x4000n),
      at: number(at + 16),
      count: number(at + 24),
    };
    at += 32;
    return inode;
  });
  assert.ok(at <= image.length);
  const found = new Map<string, ReadEntry>();
  const walk = (index: number, path: string): void => {
    const inode = inodes[index - 1];
    assert.ok(inode?.kind !== undefined, `inode ${index}`);
    if (inode.kind === 'symlink') {
      const target = links[inode.at];
      assert.ok(target !== undefined && inode.count === 1);
      found.set(path, { kind: 'symlink', target });
    } else if (inode.kind === 'file') {
      const from = inode.at * 512;
      assert.ok(from + inode.count <= first * 512);
      found.set(path, { kind: 'file', data: image.subarray(from, from + inode.count) });
    } else {
      if (path !== '') found.set(path, { kind: 'directory' });
      const own = entries.slice(inode.at, inode.at + inode.count);
      assert.equal(own.length, inode.count);
      for (const entry of own) walk(entry.inode, path === '' ? entry.name : `${path}/${entry.name}`);
    }
  };
  walk(1, '');
  assert.equal(found.size + 1, inodeCount);
  return found;
}

/** Reads a RAM file system as OSv's kernel unpacks it: folders of a path come to be with what is in them. */
export function readBootfs(blob: Buffer): Map<string, ReadEntry> {
  const found = new Map<string, ReadEntry>();
  for (let at = 0; ; at += 128) {
    const record = blob.subarray(at, at + 128);
    assert.equal(record.length, 128);
    const path = record.toString('utf8', 17, record.indexOf(0, 17));
    if (path === '') {
      assert.ok(record.every((byte) => byte === 0));
      return found;
    }
    const [size, offset] = [Number(record.readBigUInt64LE(0)), Number(record.readBigUInt64LE(8))];
    const data = blob.subarray(offset, offset + size);
    assert.equal(data.length, size);
    const names = path.replace(/^\/|\/$/g, '').split('/');
    for (const [depth] of names.slice(1).entries())
      found.set(names.slice(0, depth + 1).join('/'), { kind: 'directory' });
    const name = names.join('/');
    if (record[16] === 1) {
      assert.equal(data.at(-1), 0);
      found.set(name, { kind: 'symlink', target: data.toString('utf8', 0, size - 1) });
    } else if (path.endsWith('/')) found.set(name, { kind: 'directory' });
    else found.set(name, { kind: 'file', data });
  }
}
