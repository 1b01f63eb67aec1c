// SPDX-License-Identifier: Apache-2.0
import { type KernelFile, KERNEL_OBJECT, linkedAddress } from '../kernel/kernel.js';
import { placeBlocks } from '../program/places.js';
import type { Program } from '../program/program.js';
import type { Place } from '../program/search.js';
import type { CodeRanges } from '../elf/ranges.js';
import type { RawBlock } from '../raw/types.js';
import { FunctionBook } from './functions.js';

/** Instructions of a block that belong to one function. */
export interface BlockPart {
  /** Number in the book of functions. */
  function: number;
  /** Index of the first instruction. */
  first: number;
  count: number;
  /** True when the first of them is the first of the function. */
  begins: boolean;
}

/** Code that is in no file: what runs before the kernel, and what nothing is known of. */
const FIRMWARE = '[firmware]';
const GENERATED = '[generated]';

const KERNEL_HALF = 1n << 63n;

/** Blocks by when they ran. */
export interface BlocksByTime {
  all: readonly RawBlock[];
  /** Those that ran before PID 1, when the kernel still runs where it was loaded. */
  beforeInit: readonly RawBlock[];
}

/** Says which function each block is of. */
export class BlockResolver {
  readonly book = new FunctionBook();
  readonly #kernel: KernelFile;
  readonly #places: ReadonlyMap<RawBlock, Place>;
  /** Linked addresses of the kernel's code that ran where it was loaded. */
  readonly #loaded = new Map<RawBlock, bigint>();
  readonly #parts: (readonly BlockPart[] | undefined)[] = [];

  /** @param blocks everything that was run. */
  constructor(kernel: KernelFile, programs: readonly Program[], blocks: BlocksByTime) {
    this.#kernel = kernel;
    for (const block of blocks.beforeInit) {
      const linked =
        block.address < KERNEL_HALF ? linkedAddress(kernel, block.address, block.bytes) : undefined;
      if (linked !== undefined) this.#loaded.set(block, linked);
    }
    const ofPrograms = blocks.all.filter(
      (block) => !block.early && block.address < KERNEL_HALF && !this.#loaded.has(block),
    );
    this.#places = placeBlocks(ofPrograms, programs);
  }

  /** The parts of a block, in order; all of its instructions are in one of them. */
  partsOf(block: RawBlock): readonly BlockPart[] {
    return (this.#parts[block.id] ??= this.#find(block));
  }

  /** The program that a block is of; undefined for the kernel's, and where it was not found. */
  programOf(block: RawBlock): Program | undefined {
    return this.#places.get(block)?.program;
  }

  /** Name of the kernel's function at an address; undefined where there is none. */
  kernelName(address: bigint): string | undefined {
    return this.#kernel.code.at(address)?.name;
  }

  #find(block: RawBlock): BlockPart[] {
    const { address, early } = block;
    if (address >= KERNEL_HALF) return this.#inKernel(block, address);
    const linked = this.#loaded.get(block);
    if (linked !== undefined) return this.#inKernel(block, linked);
    if (early) return this.#whole(block, FIRMWARE, FIRMWARE, true);
    const place = this.#places.get(block);
    if (place === undefined) return this.#whole(block, GENERATED, 'unknown code of programs', false);
    const { program, bias } = place;
    return this.#split(block, address - BigInt(bias), program.names(), program.object, false);
  }

  #inKernel(block: RawBlock, address: bigint): BlockPart[] {
    if (this.#kernel.code.at(address) === undefined) {
      return this.#whole(block, GENERATED, 'unknown code of the kernel', true);
    }
    return this.#split(block, address, this.#kernel.code, KERNEL_OBJECT, true);
  }

  #whole(block: RawBlock, object: string, name: string, kernel: boolean): BlockPart[] {
    return [
      {
        function: this.book.ofName(object, name, kernel),
        first: 0,
        count: block.sizes.length,
        begins: false,
      },
    ];
  }

  #split(block: RawBlock, from: bigint, code: CodeRanges, object: string, kernel: boolean): BlockPart[] {
    const parts: BlockPart[] = [];
    let address = from;
    let range = code.at(address);
    for (const [index, size] of block.sizes.entries()) {
      if (range === undefined || address >= range.end) range = code.at(address);
      const number =
        range === undefined
          ? this.book.ofName(object, '[code]', kernel)
          : this.book.ofRange(object, range, kernel);
      const last = parts.at(-1);
      if (last?.function === number) last.count += 1;
      else parts.push({ function: number, first: index, count: 1, begins: range?.start === address });
      address += BigInt(size);
    }
    return parts;
  }
}
