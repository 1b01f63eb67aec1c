// SPDX-License-Identifier: Apache-2.0
import { hostname, userInfo } from 'node:os';
import { printable } from '../../core/printable.js';
import { withLease } from '../../remote/lease/lease.js';
import { applyTuning } from '../../remote/tuning/tune.js';
import type { Tuning, TuningOutcome } from '../../remote/tuning/types.js';
import { undoTuning } from '../../remote/tuning/undo.js';
import type { RemoteMachine } from './machine.js';

/** What a host is set to while it is measured, and how. */
export interface AloneOptions {
  tuning?: Tuning | undefined;
  /** True where settings are changed by `sudo -n`. */
  sudo?: boolean | undefined;
  /** True takes it from whoever has it. */
  force?: boolean | undefined;
  /** How long to wait for a host that somebody else has, ms. */
  waitMs?: number | undefined;
  /** Called with what became of each setting. */
  tuned?: ((outcomes: readonly TuningOutcome[]) => void) | undefined;
}

/**
 * Works on a host as the only one, set as its entry says; what was before comes back.
 * @throws what `withLease`, `applyTuning` and `undoTuning` throw; what the work throws.
 */
export async function aloneOn<T>(
  { shell, state }: RemoteMachine,
  { tuning = {}, sudo, force, waitMs, tuned }: AloneOptions,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const owner = printable(`${userInfo().username}@${hostname()}`, 100);
  const options = {
    ...{ state: `${state}/lease`, boots: `${state}/boots`, tuning: { sudo } },
    ...{ force, waitMs, signal },
  };
  return await withLease(shell, owner, options, async (own, lease) => {
    tuned?.(await applyTuning(shell, lease, tuning, { sudo, signal: own }));
    try {
      return await work(own);
    } finally {
      // Should it fail, the next one who comes does it: the journal is there.
      await undoTuning(shell, lease, { sudo }).catch(() => undefined);
    }
  });
}
