// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, foreignLines, partsOf, says } from '../core/foreign.js';
import { countOf64 } from '../core/numbers.js';
import { markMissing, unexpectedOutput } from './client.js';

/** How a system call is made: through the C library, or by the syscall instruction. */
export const WAYS = {
  libc: 'through the C library: by a near call where the kernel offers one (AT_SYSINFO), else by the syscall instruction',
  trap: 'by the syscall instruction, whatever the kernel offers',
} as const;

/** Counts of the time stamp counter for a number of rounds of one thing. */
export interface MicroCount {
  rounds: bigint;
  ticks: bigint;
}

const NUMBERS = /^(.+) ([1-9]\d{0,17}) ([1-9]\d{0,17})$/;

/**
 * Reads the complete output of the client `micro`: its greeting, one line `<what> <rounds> <ticks>` for each thing in
 * the order in which they were asked for, `done`, nothing else. Every line must have the same rounds.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) quoting the first line that does not belong there.
 */
export function parseMicro(
  text: Foreign,
  things: readonly string[],
  rounds: number,
): ReadonlyMap<string, MicroCount> {
  const lines = foreignLines(text);
  const expected = ['micro 1', ...things, 'done', ''];
  const counts = new Map<string, MicroCount>();
  for (const [index, wanted] of expected.entries()) {
    const line = lines[index] ?? foreign('nothing');
    if (index === 0 || index > things.length) {
      if (!says(line, wanted))
        throw unexpectedOutput('micro', line, wanted === '' ? 'the end' : `"${wanted}"`);
      continue;
    }
    const [, what, made, given] = partsOf(line, NUMBERS) ?? [];
    const ticks = countOf64(given);
    if (!says(what, wanted) || countOf64(made) !== BigInt(rounds) || ticks === undefined) {
      throw unexpectedOutput('micro', line, `"${wanted} ${rounds} <ticks>"`);
    }
    counts.set(wanted, { rounds: BigInt(rounds), ticks });
  }
  const [extra] = lines.slice(expected.length);
  if (extra !== undefined) throw unexpectedOutput('micro', extra, 'the end');
  return counts;
}

const NS = 1_000_000_000n;
const THOUSANDTHS = 1000n;

/**
 * Time of one round in ns, to a thousandth (rounded down), in whole numbers until the last division, so that equal
 * counts give equal values. What a round without the thing takes is taken off when given.
 * @throws BenchError (exit 3) `CLIENT_OUTPUT` when nothing is left, `MARK_MISSING` without the frequency of the counter.
 */
export function perRound(what: string, count: MicroCount, tscHz: bigint, empty?: MicroCount): number {
  if (tscHz <= 0n) throw markMissing('one tick of its counter');
  const { rounds, ticks } = count;
  const overhead = empty ?? { rounds: 1n, ticks: 0n };
  const net = (ticks * overhead.rounds - overhead.ticks * rounds) * NS * THOUSANDTHS;
  const value = net / (rounds * overhead.rounds * tscHz);
  if (value <= 0n) {
    throw unexpectedOutput('micro', `${what} ${rounds} ${ticks}`, 'more ticks than the empty loop takes');
  }
  return Number(value) / Number(THOUSANDTHS);
}
