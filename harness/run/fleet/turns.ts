// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from '../../core/errors.js';

/** How long a host is kept that others wait for, ms: what is begun then is still finished. */
const TURN_MS = 60_000;

/** Longest pause between two turns, ms: longer than others wait between two looks at the host. */
const PAUSE_MS = 4_000;

/** One turn on a host. @param over true when it should end after what is being made. */
type Turn = (over: () => boolean) => Promise<void>;

/**
 * Shares a host with others: it is given free after each turn, and waited for while somebody else has it.
 * @param more whether another turn is needed.
 * @param waiting called with what an error would say of who has it.
 */
export async function inTurns(
  turn: Turn,
  more: () => Promise<boolean>,
  waiting: (why: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (await more()) {
    const end = performance.now() + TURN_MS;
    try {
      await turn(() => performance.now() >= end);
    } catch (error) {
      if (!(error instanceof BenchError) || error.code !== 'LEASE_HELD') throw error;
      waiting(error.message);
    }
    if (await more()) await sleep(PAUSE_MS * (0.5 + Math.random() / 2), undefined, { signal });
  }
}
