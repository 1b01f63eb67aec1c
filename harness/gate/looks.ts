// SPDX-License-Identifier: Apache-2.0
import { CONFIDENCE } from './paired.js';

/** When the values of a comparison are looked at; decided before the first boot. */
export interface Looks {
  /** Boots of each side, rising. */
  looks: readonly number[];
  /** Boots of each side that are kept for what looks worse: those numbered after the last look. */
  fresh: number;
}

/** Boots of each side before the first look, unless somebody says otherwise. */
export const FIRST_LOOK = 10;

/**
 * The looks that a budget allows: at the first number of boots, at twice as many, and so on, so that as many fresh boots are left
 * as the last look has.
 * @param first boots of each side before the first look. @param most boots of each side in all.
 */
export function looksWithin(first: number, most: number): Looks {
  const looks = [first];
  for (let next = first * 2; next * 2 <= most; next *= 2) looks.push(next);
  return { looks, fresh: Math.min(looks.at(-1) ?? first, most - (looks.at(-1) ?? first)) };
}

/**
 * How sure each bound of a look is. What may go wrong is shared out before: half of it to the first look, half of what is left to
 * each further one, and all of it to the last, so that the bounds of all looks together are wrong as often as those of a single one.
 * @param index of the look, from 0. @param count of all looks.
 */
export function confidenceAt(index: number, count: number): number {
  const share = 2 ** -Math.min(index + 1, count - 1);
  return 1 - (1 - CONFIDENCE) * share;
}
