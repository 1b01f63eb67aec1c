// SPDX-License-Identifier: Apache-2.0
import { EXT2 } from './ext2-geometry.js';
import type { TreeEntry } from './tree.js';

/** One name in a folder. */
export interface DirectoryEntry {
  /** 1 to 255 bytes, without slash and zero byte. */
  name: Buffer;
  inode: number;
  kind: TreeEntry['kind'];
}

const TYPE = { file: 1, directory: 2, symlink: 7 } as const;
const HEAD = 8;

/** The blocks of a folder: names one after the other, none across the end of a block, the last of each block up to its end. */
export function packDirectory(entries: readonly DirectoryEntry[]): Buffer {
  const blocks: Buffer[] = [];
  let block = Buffer.alloc(0);
  let used = 0;
  let last = 0;
  for (const { name, inode, kind } of entries) {
    const length = (HEAD + name.length + 3) & ~3;
    if (blocks.length === 0 || used + length > EXT2.block) {
      block = Buffer.alloc(EXT2.block);
      blocks.push(block);
      used = 0;
    } else {
      block.writeUInt16LE(used - last, last + 4);
    }
    block.writeUInt32LE(inode, used);
    block.writeUInt16LE(EXT2.block - used, used + 4);
    block.writeUInt8(name.length, used + 6);
    block.writeUInt8(TYPE[kind], used + 7);
    name.copy(block, used + HEAD);
    last = used;
    used += length;
  }
  return Buffer.concat(blocks);
}
