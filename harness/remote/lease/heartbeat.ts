// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchError, attemptError } from '../../core/errors.js';
import { timerMs } from '../../core/numbers.js';
import { reasonOf } from '../../core/reason.js';
import type { RemoteShell } from '../types.js';
import { beat, localMs } from './calls.js';
import type { Grant } from './types.js';

/** What keeps a lease, from when it was taken until it is stopped. */
export interface Heartbeat {
  /** Aborted with `LEASE_LOST` when it is not certain any more that the lease is ours. */
  signal: AbortSignal;
  /** True while nobody else can have it. */
  holds: () => boolean;
  /** @throws BenchError `LEASE_LOST` (exit 3) when it is not held. */
  require: () => void;
  /** Ends it; a word that is on its way is waited for, or not. */
  stop: () => Promise<void>;
}

/** Prolongs a lease three times as often as it would have to, one word at a time. */
export function heartbeat(shell: RemoteShell, state: string, grant: Grant, ttlMs: number): Heartbeat {
  const lost = new AbortController();
  const stopped = new AbortController();
  const { number, token } = grant;
  let { ends, deadline } = grant;
  let trouble = '';
  const lose = (why: string): void => {
    if (!lost.signal.aborted) lost.abort(lostError(shell, why));
  };
  const holds = (): boolean => {
    if (!stopped.signal.aborted && localMs() >= deadline) lose(`no word reached the host in time${trouble}`);
    return !lost.signal.aborted && !stopped.signal.aborted;
  };
  const words = async (): Promise<void> => {
    while (holds()) {
      // One that failed is tried again soon: the way may be back.
      await sleep(timerMs(trouble === '' ? ttlMs / 3 : ttlMs / 12), undefined, { signal: stopped.signal });
      if (!holds()) return;
      try {
        const left = Math.ceil(Math.max(10, deadline - localMs()));
        const limits = { timeoutMs: left, signal: stopped.signal };
        const answer = await beat(shell, { state, number, token, ends }, ttlMs, limits);
        trouble = '';
        if ('deadline' in answer) ({ ends, deadline } = answer);
        else lose(answer.lostTo === '' ? 'it was over' : `${answer.lostTo} has it`);
      } catch (error) {
        if (stopped.signal.aborted) return;
        trouble = `: ${reasonOf(error, 200)}`;
      }
    }
  };
  // What the beats wait for may never come; the end of the lease does.
  const watch = async (): Promise<void> => {
    while (holds())
      await sleep(timerMs(Math.max(1, Math.ceil(deadline - localMs()))), undefined, {
        signal: AbortSignal.any([stopped.signal, lost.signal]),
      });
  };
  const quiet = (): undefined => undefined;
  const running = Promise.all([words().catch(quiet), watch().catch(quiet)]);
  return {
    signal: lost.signal,
    holds,
    require: () => {
      if (holds()) return;
      lost.signal.throwIfAborted();
      throw lostError(shell, 'it was given back');
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

function lostError({ name }: RemoteShell, why: string): BenchError {
  return attemptError(
    'LEASE_LOST',
    `the lease of ${name} was lost while it was measured there: ${why}.`,
    'Continue with `lupine-bench resume`; where the network is slow, give the lease more time in the inventory.',
  );
}
