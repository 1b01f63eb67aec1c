// SPDX-License-Identifier: Apache-2.0
import type { RawBlock } from '../raw/types.js';
import type { Program } from './program.js';
import { type Place, fitsAt, isPatchedAt, placesOf } from './search.js';

/** Bytes of a block that tell where it comes from when only one place has them. */
const TELLING = 12;

interface Voted extends Place {
  /** Bytes of blocks that are there for certain. */
  votes: number;
}

/**
 * Finds out which program each block of user code belongs to, by its bytes at their place in a page: where programs are loaded changes from
 * one process to the next, and nothing says it. Long blocks are looked for first; where one has been found, its neighbours are in
 * the same program. Two programs at one address are told apart where their bytes differ.
 */
export function placeBlocks(
  blocks: readonly RawBlock[],
  programs: readonly Program[],
): ReadonlyMap<RawBlock, Place> {
  const known: Voted[] = [];
  const placed = new Map<RawBlock, Place>();
  const open: RawBlock[] = [];
  for (const block of inOrder(blocks)) {
    const address = Number(block.address);
    const { bytes } = block;
    const home = known.find((place) => !place.program.fixed && fitsAt(place, address, bytes));
    if (home !== undefined) {
      placed.set(block, home);
      continue;
    }
    const places = bytes.length < TELLING ? [] : candidates(programs, address, bytes);
    const [only, another] = places;
    if (only === undefined || another !== undefined) {
      open.push(block);
      continue;
    }
    placed.set(block, only);
    vote(known, only, bytes.length);
  }
  known.sort((a, b) => b.votes - a.votes);
  for (const block of open) {
    const address = Number(block.address);
    const place =
      known.find((one) => fitsAt(one, address, block.bytes)) ??
      known.find((one) => isPatchedAt(one, address)) ??
      programs.filter(({ fixed }) => fixed).flatMap((one) => placesOf(one, address, block.bytes))[0];
    if (place !== undefined) placed.set(block, place);
  }
  return placed;
}

/** Places that may have these bytes; where programs are loaded as they were linked, no other is. */
function candidates(programs: readonly Program[], address: number, bytes: Buffer): Place[] {
  const search = (fixed: boolean): Place[] =>
    programs.filter((one) => one.fixed === fixed).flatMap((one) => placesOf(one, address, bytes));
  const linked = search(true);
  return linked.length > 0 ? linked : search(false);
}

function vote(known: Voted[], { program, bias }: Place, bytes: number): void {
  const same = known.find((one) => one.program === program && one.bias === bias);
  if (same === undefined) known.push({ program, bias, votes: bytes });
  else same.votes += bytes;
}

/** The longest first, so that equal profiles are read alike. */
function inOrder(blocks: readonly RawBlock[]): RawBlock[] {
  return [...blocks].sort(
    (a, b) =>
      b.bytes.length - a.bytes.length || Number(a.address - b.address) || Buffer.compare(a.bytes, b.bytes),
  );
}
