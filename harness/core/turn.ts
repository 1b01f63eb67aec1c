// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';

/**
 * A turn of the event loop between two pieces of long work, in which signals are heard.
 * @throws what the signal was aborted with.
 */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Longest time between two turns, ms: whoever says stop does not notice it. */
const PIECE_MS = 50;

/**
 * Does long work piece by piece, with a turn of the event loop whenever a while has passed.
 * @param work yields where it may be interrupted.
 * @throws what the work throws, and what the signal was aborted with.
 */
export async function inTurns<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  for (let began = performance.now(); ;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    if (performance.now() - began < PIECE_MS) continue;
    await turn(signal);
    began = performance.now();
  }
}

/** Does the same work at once. @throws what the work throws. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}
