// SPDX-License-Identifier: Apache-2.0

/**
 * What the probe's guest does, in order: the letter that it writes when a step went well (`probe-guest/start.S` has the
 * same ones), and the step's name in a sentence. Each is something that a Linux kernel cannot boot without.
 */
export const PROBE_STEPS = [
  ['B', 'the start of the machine'],
  ['L', 'long mode with paging'],
  ['S', 'SSE'],
  ['X', 'cmpxchg16b'],
  ['R', 'rep movs and rep stos'],
  ['T', 'a timer interrupt out of hlt'],
  ['V', 'the loop that measures speed'],
] as const;

/** Rounds of the loop in one try; many times less than the time between two decisions of a scheduler. */
export const SPEED_ROUNDS = 5000;

/** Tries, of which the best counts. */
export const SPEED_TRIES = 20;

/**
 * Counts of the time stamp counter that a round may take. CPUs take 5 to 12 cycles, and the counter may run three times as fast
 * as a CPU that saves power; QEMU's translator takes more than 300, an interpreter some 10,000.
 */
export const SLOWEST_ROUND = 64;

/** What the guest writes when a step's result is wrong. */
export const WRONG = '?';

/** What it writes before the two hexadecimal digits of an exception's number. */
export const EXCEPTION = '!';
