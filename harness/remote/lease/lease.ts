// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { attemptError } from '../../core/errors.js';
import { timerMs } from '../../core/numbers.js';
import { undoTuning } from '../tuning/undo.js';
import type { RemoteShell } from '../types.js';
import { type HeldLease, localMs, release, take } from './calls.js';
import { heartbeat } from './heartbeat.js';
import { reap } from './reap.js';
import type { Grant, Lease, LeaseOptions } from './types.js';

const TTL_MS = 60_000;

/** Longest time between two looks at a lease that somebody else has, ms. */
const LOOK_MS = 2_000;

/**
 * Works on a host as the only one. Leftovers of the owner before are ended, and its tuning is undone, before the work begins.
 * @param owner who measures, for others who want to: a user, a machine.
 * @param work must end soon once its signal is aborted: then somebody else may have the host. What it came to counts only when the lease
 * was held to its end.
 * @throws BenchError (exit 3) `LEASE_HELD`, `LEASE_LOST`, `LEASE_DAMAGED`, `LEFTOVERS`, `TUNING_LEFT`, `STATE_UNFIT`; what the work throws.
 */
export async function withLease<T>(
  shell: RemoteShell,
  owner: string,
  options: LeaseOptions,
  work: (signal: AbortSignal, lease: Lease) => Promise<T>,
): Promise<T> {
  const { state, boots, tuning, ttlMs = TTL_MS, signal } = options;
  const grant = await takeWithin(shell, owner, options);
  const beats = heartbeat(shell, state, grant, ttlMs);
  const both = signal === undefined ? beats.signal : AbortSignal.any([signal, beats.signal]);
  const require = (): void => {
    both.throwIfAborted();
    beats.require();
  };
  const { number, token, before } = grant;
  try {
    // Whoever had it until it was taken away may still measure.
    while (localMs() < grant.aloneFrom)
      await sleep(timerMs(Math.ceil(grant.aloneFrom - localMs())), undefined, { signal: both });
    const reaped = boots === undefined ? 0 : await reap(shell, boots, both);
    await undoTuning(shell, { state, number, token }, { ...tuning, signal: both });
    require();
    const lease = { number, token, state, before, reaped, holds: beats.holds, require };
    const result = await work(both, lease);
    beats.require();
    return result;
  } catch (error) {
    // What fails because the host is somebody else's says that, and not how it showed.
    if (beats.signal.aborted) throw beats.signal.reason;
    throw error;
  } finally {
    await beats.stop();
    // One that cannot be given back is over by itself; what was measured stays.
    await release(shell, { state, number, token }).catch(() => undefined);
  }
}

async function takeWithin(shell: RemoteShell, owner: string, options: LeaseOptions): Promise<Grant> {
  const { state, ttlMs = TTL_MS, waitMs = 0, force = false, waiting, signal } = options;
  const until = localMs() + waitMs;
  for (;;) {
    const taken = await take(shell, owner, { state, ttlMs, force, signal });
    if ('token' in taken) return taken;
    const error = heldError(shell, taken);
    if (localMs() >= until) throw error;
    waiting?.(error.message);
    // Not all who wait look at the same moment.
    const pause = Math.min(LOOK_MS, taken.leftS * 1000, until - localMs()) * (0.5 + Math.random() / 2);
    await sleep(timerMs(Math.max(10, Math.ceil(pause))), undefined, { signal });
  }
}

function heldError({ name }: RemoteShell, { owner, sinceS, leftS }: HeldLease): Error {
  return attemptError(
    'LEASE_HELD',
    `${owner} measures on ${name} since ${sinceS} s, and has it for another ${leftS} s unless prolonged.`,
    'Wait for it with --wait, choose another host, or take it away with `lupine-bench hosts release` when that owner is gone.',
  );
}
