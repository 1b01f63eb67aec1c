// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest time of a timer, ms. */
const NEVER_MS = 2 ** 31 - 1;

/** Longest wait for a server to hear what became of a block, ms: one that is away finds out when it is back. */
const SOON_MS = 3000;

/** Waits a while for what changes nothing here. */
export async function soon(work: Promise<unknown>): Promise<void> {
  const quiet = work.catch(() => undefined);
  await Promise.race([quiet, sleep(SOON_MS, undefined, { ref: false })]);
}

/** Waits until something is there, or nobody wants it any more. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  const stop = new AbortController();
  const never = sleep(NEVER_MS, undefined, { signal: AbortSignal.any([signal, stop.signal]), ref: false });
  try {
    return await Promise.race([work, never.then(() => work)]);
  } finally {
    stop.abort();
    never.catch(() => undefined);
  }
}
