// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { CellQueue, Taken } from '../../queue/types.js';

/** Time between two words to a queue about a block that is being made, ms. */
const WORD_MS = 10_000;

/** Says of a block that it is being made, until it is stopped. */
export interface Kept {
  /** Ends when the queue gave it to somebody else. */
  signal: AbortSignal;
  /** Says nothing more. */
  stop: () => void;
}

/** Keeps a block that was taken. */
export function keep(queue: CellQueue, taken: Taken): Kept {
  const lost = new AbortController();
  const word = async (): Promise<void> => {
    try {
      await queue.extend(taken);
    } catch (error) {
      if (error instanceof BenchError) lost.abort(error);
    }
  };
  const timer = setInterval(() => void word(), WORD_MS);
  return {
    signal: lost.signal,
    stop: () => {
      clearInterval(timer);
    },
  };
}
