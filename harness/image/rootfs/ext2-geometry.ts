// SPDX-License-Identifier: Apache-2.0
import type { NamedEntry } from './tree.js';

/** How large a file system must be. */
export interface Ext2Geometry {
  /** Bytes per block. */
  blockSize: number;
  /** Blocks in all. */
  blocks: number;
  /** Inodes in all. */
  inodes: number;
}

const BLOCK = 4096;
const POINTERS = BLOCK / 4;
const DIRECT = 12;
const INODE = 128;
const INODES_PER_BLOCK = BLOCK / INODE;
const RESERVED_INODES = 11;
const BLOCKS_PER_GROUP = BLOCK * 8;
const LOST_AND_FOUND_BLOCKS = 4;
/** Longest link target that is kept in the inode itself. */
const FAST_LINK = 59;
/** Room for what the app and PID 1 make at run time: device nodes, sockets, a few small files. */
const SPARE_INODES = 64;
const SPARE_BLOCKS = 64;

/** Of the room that an app asks for, one inode for each so many bytes, as mke2fs has it. */
const BYTES_PER_INODE = 16384;

/**
 * The size that the entries need, and a little to spare.
 * @param roomMib further room for what the app writes at run time, MiB.
 */
export function ext2Geometry(entries: readonly NamedEntry[], roomMib = 0): Ext2Geometry {
  const room = roomMib * 2 ** 20;
  const inodes = entries.length + RESERVED_INODES + SPARE_INODES + room / BYTES_PER_INODE;
  const data = entries.reduce((sum, entry) => sum + blocksOf(entry), LOST_AND_FOUND_BLOCKS);
  const content = data + directoryOverflow(entries) + SPARE_BLOCKS + room / BLOCK;
  const groups = Math.ceil((content * 1.02) / BLOCKS_PER_GROUP);
  // Each group begins with a superblock, group descriptors, two bitmaps and its part of the inode table.
  const inodeTable = Math.ceil(inodes / groups / INODES_PER_BLOCK) + 1;
  const overhead = groups * (1 + Math.ceil((groups * 32) / BLOCK) + 2 + inodeTable);
  return { blockSize: BLOCK, blocks: content + overhead, inodes };
}

function blocksOf(entry: NamedEntry): number {
  if (entry.kind === 'directory') return 1;
  if (entry.kind === 'symlink') return Buffer.byteLength(entry.target) > FAST_LINK ? 1 : 0;
  const blocks = Math.ceil(entry.data.length / BLOCK);
  if (blocks <= DIRECT) return blocks;
  const doubly = Math.max(0, blocks - DIRECT - POINTERS);
  return blocks + 1 + (doubly === 0 ? 0 : 1 + Math.ceil(doubly / POINTERS));
}

/** Blocks of directories beyond their first: 8 bytes and the name per entry, rarely more than one block. */
function directoryOverflow(entries: readonly NamedEntry[]): number {
  const bytes = new Map<string, number>();
  for (const { path } of entries) {
    const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    bytes.set(parent, (bytes.get(parent) ?? 24) + 12 + Buffer.byteLength(path));
  }
  return [...bytes.values()].reduce((sum, size) => sum + Math.floor(size / BLOCK), 0);
}
