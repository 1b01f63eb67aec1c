// SPDX-License-Identifier: Apache-2.0
import type { Ext2Blocks } from './ext2-blocks.js';
import { BLOCKS_PER_GROUP, EXT2, type Ext2Geometry, FIRST_INODE } from './ext2-geometry.js';
import type { Ext2Node } from './ext2-nodes.js';

const UUID = Buffer.from('6c7570696e6542658e63680000000001', 'hex');
const DIRECTORY = 0o040000;

/** An inode as the table has it. Everything belongs to root and is as old as the epoch. */
export function inodeBytes(
  { mode, links, content, short }: Ext2Node,
  { pointers, count }: Ext2Blocks,
): Buffer {
  const bytes = Buffer.alloc(EXT2.inode);
  bytes.writeUInt16LE(mode, 0);
  bytes.writeUInt32LE(short?.length ?? content.length, 4);
  bytes.writeUInt16LE(links, 26);
  bytes.writeUInt32LE((count * EXT2.block) / 512, 28);
  for (const [index, block] of pointers.entries()) bytes.writeUInt32LE(block, 40 + index * 4);
  short?.copy(bytes, 40);
  return bytes;
}

/** What is used of each group. */
export interface GroupUse {
  /** Blocks from the beginning of the group, its overhead included. */
  blocks: number;
  /** Inodes from the beginning of its table. */
  inodes: number;
  directories: number;
}

/** Blocks and inodes are given in order, so that each group is used from its beginning. */
export function groupUse(geometry: Ext2Geometry, nodes: readonly Ext2Node[], end: number): GroupUse[] {
  const lastInode = Math.max(FIRST_INODE - 1, ...nodes.slice(-1).map(({ inode }) => inode));
  return Array.from({ length: geometry.groups }, (_, group) => {
    const [first, firstInode] = [group * BLOCKS_PER_GROUP, group * geometry.inodesPerGroup];
    const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
    return {
      blocks: Math.max(geometry.overhead, within(end - first, BLOCKS_PER_GROUP)),
      inodes: within(lastInode - firstInode, geometry.inodesPerGroup),
      directories: nodes.filter(
        ({ inode, mode }) =>
          (mode & 0o170000) === DIRECTORY && Math.floor((inode - 1) / geometry.inodesPerGroup) === group,
      ).length,
    };
  });
}

/** Blocks of a group; the last one ends with the file system. */
export function groupSize({ blocks }: Ext2Geometry, group: number): number {
  return Math.min(BLOCKS_PER_GROUP, blocks - group * BLOCKS_PER_GROUP);
}

/** A bitmap with the first `used` bits set, and those that stand for nothing. */
export function bitmap(used: number, size: number): Buffer {
  const bytes = Buffer.alloc(EXT2.block);
  const set = (from: number, to: number): void => {
    for (let bit = from; bit < to;) {
      if (bit % 8 === 0 && to - bit >= 8) {
        bytes.writeUInt8(0xff, bit / 8);
        bit += 8;
      } else {
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3);
        bit += 1;
      }
    }
  };
  set(0, used);
  set(size, EXT2.block * 8);
  return bytes;
}

/** The descriptors of all groups. */
export function descriptors(geometry: Ext2Geometry, uses: readonly GroupUse[]): Buffer {
  const bytes = Buffer.alloc(geometry.descriptorBlocks * EXT2.block);
  for (const [group, use] of uses.entries()) {
    const at = group * EXT2.groupDescriptor;
    const maps = group * BLOCKS_PER_GROUP + 1 + geometry.descriptorBlocks;
    for (const index of [0, 1, 2]) bytes.writeUInt32LE(maps + index, at + index * 4);
    bytes.writeUInt16LE(groupSize(geometry, group) - use.blocks, at + 12);
    bytes.writeUInt16LE(geometry.inodesPerGroup - use.inodes, at + 14);
    bytes.writeUInt16LE(use.directories, at + 16);
  }
  return bytes;
}

/** The superblock, of which each group has a copy that says whose it is. */
export function superblock(geometry: Ext2Geometry, uses: readonly GroupUse[], group: number): Buffer {
  const { blocks, groups, inodesPerGroup } = geometry;
  const bytes = Buffer.alloc(1024);
  const used = (what: 'blocks' | 'inodes'): number => uses.reduce((sum, use) => sum + use[what], 0);
  const words: [number, number][] = [
    [0, groups * inodesPerGroup],
    [4, blocks],
    [12, blocks - used('blocks')],
    [16, groups * inodesPerGroup - used('inodes')],
    // Sizes of blocks and fragments as powers of two above 1024.
    [24, 2],
    [28, 2],
    [32, BLOCKS_PER_GROUP],
    [36, BLOCKS_PER_GROUP],
    [40, inodesPerGroup],
    // The revision with sizes of inodes and features; the only feature is the kind of a file beside its name.
    [76, 1],
    [84, FIRST_INODE - 1],
    [96, 2],
  ];
  for (const [at, value] of words) bytes.writeUInt32LE(value, at);
  const halves: [number, number][] = [
    // Never due for a check by the number of mounts; magic number; clean; errors do not stop it.
    [54, 0xffff],
    [56, 0xef53],
    [58, 1],
    [60, 1],
    [88, EXT2.inode],
    [90, group],
  ];
  for (const [at, value] of halves) bytes.writeUInt16LE(value, at);
  for (const at of [104, 236]) UUID.copy(bytes, at);
  return bytes;
}
