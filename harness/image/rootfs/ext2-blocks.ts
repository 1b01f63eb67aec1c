// SPDX-License-Identifier: Apache-2.0
import { BLOCKS_PER_GROUP, EXT2 } from './ext2-geometry.js';

/** Where the contents of one inode are. */
export interface Ext2Blocks {
  /** The inode's own 15 numbers of blocks; 0 stands for none. */
  pointers: number[];
  /** Numbers of the blocks with the contents, in order. */
  data: number[];
  /** Blocks of numbers, each with its own. */
  indirect: { at: number; bytes: Buffer }[];
  /** Blocks in all. */
  count: number;
}

const DIRECT = 12;
const POINTERS = EXT2.block / 4;

/** Gives blocks in order and passes over those with which each group begins. */
export class BlockAllocator {
  #next = 0;
  readonly #overhead: number;

  /** @param overhead blocks with which each group begins. */
  constructor(overhead: number) {
    this.#overhead = overhead;
  }

  /** Number of the next free block. */
  take(): number {
    if (this.#next % BLOCKS_PER_GROUP === 0) this.#next += this.#overhead;
    return this.#next++;
  }

  /** The block behind the last one that was given. */
  get end(): number {
    return this.#next;
  }

  /** Blocks for contents of so many bytes, below 4 GiB. */
  contents(bytes: number): Ext2Blocks {
    const result: Ext2Blocks = { pointers: [], data: [], indirect: [], count: 0 };
    let left = Math.ceil(bytes / EXT2.block);
    const data = (): number => {
      const block = this.take();
      result.data.push(block);
      left -= 1;
      return block;
    };
    const table = (entry: () => number): number => {
      const at = this.take();
      const numbers = Buffer.alloc(EXT2.block);
      result.indirect.push({ at, bytes: numbers });
      for (let index = 0; index < POINTERS && left > 0; index++) numbers.writeUInt32LE(entry(), index * 4);
      return at;
    };
    while (left > 0 && result.pointers.length < DIRECT) result.pointers.push(data());
    if (left > 0) result.pointers.push(table(data));
    if (left > 0) result.pointers.push(table(() => table(data)));
    result.count = result.data.length + result.indirect.length;
    return result;
  }
}
