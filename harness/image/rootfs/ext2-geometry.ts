// SPDX-License-Identifier: Apache-2.0

/** Sizes of the file systems that are written here, bytes. */
export const EXT2 = { block: 4096, inode: 128, groupDescriptor: 32 } as const;

/** The first inode that a file of ours can have; those before it are the file system's own. */
export const FIRST_INODE = 12;

/** Blocks that one bitmap of one block can tell of. */
export const BLOCKS_PER_GROUP = EXT2.block * 8;

const INODES_PER_BLOCK = EXT2.block / EXT2.inode;
const POINTERS = EXT2.block / 4;
const DIRECT = 12;

/** What the app and PID 1 make at run time: device nodes, sockets, a few small files. */
const SPARE = { inodes: 64, blocks: 64 } as const;

/** Of the room that an app asks for, one inode for each so many bytes. */
const BYTES_PER_INODE = 16384;

/** Where everything in a file system is. */
export interface Ext2Geometry {
  /** Blocks in all. */
  blocks: number;
  groups: number;
  inodesPerGroup: number;
  /** Blocks of the group descriptors, which every group has a copy of. */
  descriptorBlocks: number;
  /** Blocks of a group's part of the inode table. */
  tableBlocks: number;
  /** Blocks with which each group begins: superblock, descriptors, two bitmaps and its part of the inode table. */
  overhead: number;
}

/** Blocks that contents of so many bytes take, with the blocks that say where they are. */
export function blocksFor(bytes: number): number {
  const blocks = Math.ceil(bytes / EXT2.block);
  if (blocks <= DIRECT) return blocks;
  const doubly = Math.max(0, blocks - DIRECT - POINTERS);
  return blocks + 1 + (doubly === 0 ? 0 : 1 + Math.ceil(doubly / POINTERS));
}

/**
 * The size that contents need, and a little to spare.
 * @param used blocks and inodes of what is in it, the file system's own inodes left out.
 * @param roomMib further room for what the app writes at run time, MiB.
 */
export function ext2Geometry(used: { blocks: number; inodes: number }, roomMib = 0): Ext2Geometry {
  const room = roomMib * 2 ** 20;
  const inodes = used.inodes + FIRST_INODE - 1 + SPARE.inodes + Math.ceil(room / BYTES_PER_INODE);
  const content = used.blocks + SPARE.blocks + Math.ceil(room / EXT2.block);
  for (let groups = 1; ; groups++) {
    const tableBlocks = Math.ceil(inodes / groups / INODES_PER_BLOCK);
    const inodesPerGroup = tableBlocks * INODES_PER_BLOCK;
    const descriptorBlocks = Math.ceil((groups * EXT2.groupDescriptor) / EXT2.block);
    const overhead = 1 + descriptorBlocks + 2 + tableBlocks;
    // The last group must at least hold its own overhead.
    const blocks = Math.max(content + groups * overhead, (groups - 1) * BLOCKS_PER_GROUP + overhead + 1);
    if (inodesPerGroup <= BLOCKS_PER_GROUP && blocks <= groups * BLOCKS_PER_GROUP)
      return { blocks, groups, inodesPerGroup, descriptorBlocks, tableBlocks, overhead };
  }
}
