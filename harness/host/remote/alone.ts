// SPDX-License-Identifier: Apache-2.0
import { hostname, userInfo } from 'node:os';
import { printable } from '../../core/printable.js';
import { withLease } from '../../remote/lease/lease.js';
import { untuned, withTuning } from '../../remote/tuning/tune.js';
import type { Tuning } from '../../remote/tuning/types.js';
import type { AloneWishes, AloneWork } from '../types.js';
import type { RemoteMachine } from './machine.js';

/** What a host is set to while it is measured, and how. */
export interface AloneOptions {
  tuning?: Tuning | undefined;
  /** True where settings are changed by `sudo -n`. */
  sudo?: boolean | undefined;
  /** True takes it from whoever has it. */
  force?: boolean | undefined;
  /** How long the lease lasts without a word from here, ms; a minute when missing. */
  ttlMs?: number | undefined;
  /** Folder in which `sys` and `proc` are; nothing for the real ones. */
  root?: string | undefined;
}

/**
 * Works on a host as the only one, set as its entry says; what was before comes back.
 * @throws what `withLease`, `applyTuning` and `undoTuning` throw; what the work throws.
 */
export async function aloneOn<T>(
  { shell, state }: RemoteMachine,
  { tuning = {}, sudo, force, ttlMs, root }: AloneOptions,
  { signal, note, waitMs }: AloneWishes,
  work: AloneWork<T>,
): Promise<T> {
  const owner = printable(`${userInfo().username}@${hostname()}`, 100);
  const access = { sudo, root };
  const options = {
    ...{ state: `${state}/lease`, boots: `${state}/boots`, tuning: access },
    ...{ force, ttlMs, waitMs, waiting: note, signal },
  };
  return await withLease(shell, owner, options, async (own, lease) =>
    withTuning(shell, lease, tuning, { ...access, signal: own, left: note }, async (outcomes) => {
      for (const line of untuned(shell.name, outcomes)) note(line);
      return await work(own, outcomes);
    }),
  );
}
