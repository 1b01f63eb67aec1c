// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import type { NamedEntry } from '../rootfs/tree.js';

/** Bytes of a block, of the file system and of the disk. */
const BLOCK = 512;
const MAGIC = 0xdeadbeadn;
const VERSION = 1n;
const MODE = { directory: 0x4000n, file: 0x8000n, symlink: 0xa000n } as const;

/** One entry with where its contents are; which numbers those are depends on what it is. */
interface RofsNode {
  path: string;
  entry: NamedEntry;
  /** Counted from 1. */
  inode: bigint;
  /** File: first block. Directory: index of its first entry. Link: index. */
  at: bigint;
  /** File: bytes. Directory: number of entries. Link: 1. */
  count: bigint;
}

/**
 * Entries as OSv's read-only file system, piece by piece: a superblock, each file padded to whole blocks, then the tables back
 * to back: directory entries, links, inodes. It has no owners, times and permissions, so the same entries give the same bytes.
 */
export function* rofsParts(entries: readonly NamedEntry[]): Generator<Buffer, void> {
  const { nodes, children, blocks } = layOut(entries);
  const links = nodes.filter(({ entry }) => entry.kind === 'symlink');
  const tables = Buffer.concat([
    ...children.map(({ path, inode }) => Buffer.concat([u64(inode), named(posix.basename(path))])),
    ...links.map(({ entry }) => named(entry.kind === 'symlink' ? entry.target : '')),
    ...nodes.map(({ entry, inode, at, count }) => u64(MODE[entry.kind], inode, at, count)),
  ]);
  const tableBlocks = Math.ceil(tables.length / BLOCK);
  const numbers = [blocks, tableBlocks, children.length, links.length, nodes.length].map(BigInt);
  yield padded(u64(MAGIC, VERSION, BigInt(BLOCK), ...numbers));
  for (const { entry } of nodes) {
    if (entry.kind !== 'file') continue;
    yield entry.data;
    yield padding(entry.data.length);
  }
  yield padded(tables);
}

/** Gives every entry its inode and place; `blocks` is the first block behind the files. */
function layOut(entries: readonly NamedEntry[]): {
  nodes: RofsNode[];
  children: RofsNode[];
  blocks: number;
} {
  const root: NamedEntry = { path: '', kind: 'directory', mode: 0o755 };
  const nodes = [root, ...entries].map((entry, index): RofsNode => {
    return { path: entry.path, entry, inode: BigInt(index + 1), at: 0n, count: 0n };
  });
  const within = new Map<string, RofsNode[]>();
  for (const node of nodes.slice(1)) {
    const parent = posix.dirname(node.path) === '.' ? '' : posix.dirname(node.path);
    const siblings = within.get(parent) ?? [];
    siblings.push(node);
    within.set(parent, siblings);
  }
  const children: RofsNode[] = [];
  let blocks = 1;
  let links = 0;
  for (const node of nodes) {
    if (node.entry.kind === 'file') {
      node.at = BigInt(blocks);
      node.count = BigInt(node.entry.data.length);
      blocks += Math.ceil(node.entry.data.length / BLOCK);
    } else if (node.entry.kind === 'symlink') {
      node.at = BigInt(links++);
      node.count = 1n;
    } else {
      const own = within.get(node.path) ?? [];
      node.at = BigInt(children.length);
      node.count = BigInt(own.length);
      // One by one: what is spread lies on the stack, and a folder may have more than that holds.
      for (const child of own) children.push(child);
    }
  }
  return { nodes, children, blocks };
}

/** Where the second of four slots of an MBR begins: OSv takes its root from the second partition. */
const SECOND_SLOT = 0x1ce;
const LINUX = 0x83;
/** Head 0, sector 2, cylinder 0: the block behind the MBR, as disks were addressed once. OSv passes over a slot without it. */
const SECOND_SECTOR = [0, 2, 0] as const;
/** No such address: the block number alone counts. */
const FAR = [0xfe, 0xff, 0xff] as const;

/** A disk for `--rootfs=rofs`: an MBR whose second slot is all of the file system behind it. */
export function* rofsDisk(entries: readonly NamedEntry[]): Generator<Buffer, void> {
  const parts = [...rofsParts(entries)];
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const mbr = Buffer.alloc(BLOCK);
  mbr.set([0, ...SECOND_SECTOR, LINUX, ...FAR], SECOND_SLOT);
  mbr.writeUInt32LE(1, SECOND_SLOT + 8);
  mbr.writeUInt32LE(bytes / BLOCK, SECOND_SLOT + 12);
  mbr.writeUInt16LE(0xaa55, BLOCK - 2);
  yield mbr;
  yield* parts;
}

function u64(...values: readonly bigint[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(value, index * 8);
  return bytes;
}

/** A length of two bytes and a text; a tree has none that is longer. */
function named(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, padding(bytes.length)]);
}

function padding(length: number): Buffer {
  return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}
