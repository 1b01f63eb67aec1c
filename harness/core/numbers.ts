// SPDX-License-Identifier: Apache-2.0
import { usageError } from './errors.js';
import { type Foreign, rawText } from './foreign.js';

/** Text from outside; `undefined` for one that is not there. */
type Digits = Foreign | string | undefined;

const text = (digits: Digits): string =>
  typeof digits === 'string' ? digits : digits === undefined ? '' : rawText(digits);

/** As many digits as a number that is held exactly can have; those above the largest such number are out of range. */
const MOST_DIGITS = 16;

/**
 * A whole number of decimal digits, nothing else: no sign, no hexadecimal, no exponent, no digits of other scripts, no spaces.
 * `undefined` for anything else, and outside of the range.
 */
export function wholeNumber(digits: Digits, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const given = text(digits);
  if (given.length > MOST_DIGITS || !/^[0-9]+$/.test(given)) return undefined;
  const value = Number(given);
  return value >= least && value <= most ? value : undefined;
}

/**
 * A number in decimal digits, with a fraction or without; `undefined` for anything that is none (`inf`, `nan`, nothing), and for one
 * that is too large to be held exactly enough: four hundred digits would become infinity without a word.
 */
export function decimalNumber(digits: Digits): number | undefined {
  const given = text(digits);
  return /^[0-9]{1,15}(?:\.[0-9]{1,15})?$/.test(given) ? Number(given) : undefined;
}

/**
 * A whole number of at most so many digits to another base, without a prefix, in lower case. One that has more than 53 bits is
 * rounded.
 */
export function digitsNumber(digits: Digits, base: 8 | 16, most: number): number | undefined {
  const given = text(digits);
  const fits = (base === 8 ? /^[0-7]+$/ : /^[0-9a-f]+$/).test(given);
  return fits && given.length <= most ? Number.parseInt(given, base) : undefined;
}

/** A number to so many decimals, as text would have it. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** A number to so many significant digits. */
export function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** The digits of a number of our own, such as a coordinate, with so many decimals at most. */
export function nearest(digits: string, decimals: number): string {
  const parts = 10 ** decimals;
  return String(Math.round(Number(digits) * parts) / parts);
}

const MOST_COUNT = 2n ** 64n - 1n;

/** What a counter of 64 bits holds, in decimal digits; `undefined` for anything else. */
export function countOf64(digits: Digits): bigint | undefined {
  const given = text(digits);
  if (!/^[0-9]{1,20}$/.test(given)) return undefined;
  const value = BigInt(given);
  return value <= MOST_COUNT ? value : undefined;
}

/** What 64 bits hold, in hexadecimal digits without a prefix; `undefined` for anything else. */
export function hexOf64(digits: Digits): bigint | undefined {
  const given = text(digits);
  return /^[0-9a-f]{1,16}$/i.test(given) ? BigInt(`0x${given}`) : undefined;
}

/** The longest time that a timer of Node holds, ms: a longer one would end after one. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A time for a timer, ms.
 * @throws BenchError `TIME_LIMIT` (exit 2) for one that is no time or that no timer holds.
 */
export function timerMs(ms: number): number {
  if (ms >= 0 && ms <= LONGEST_TIMER_MS) return ms;
  throw usageError(
    'TIME_LIMIT',
    `${ms} ms is no time that can be waited for.`,
    `Set a time limit of at most ${Math.floor(LONGEST_TIMER_MS / 1000)} s.`,
  );
}
