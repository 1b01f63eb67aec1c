// SPDX-License-Identifier: Apache-2.0
import { attemptError } from '../../core/errors.js';
import { partsOf, says } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { ask, oddAnswer } from '../ask.js';
import type { Lease } from '../lease/types.js';
import type { RemoteShell } from '../types.js';

/** Whose settings are meant: the lease proves that nobody else measures. */
export type TuningLease = Pick<Lease, 'state' | 'number' | 'token'>;

/** How settings are reached. */
export interface TuningAccess {
  /** Folder in which `sys` and `proc` are; nothing for the real ones. */
  root?: string | undefined;
  /** Use `sudo -n tee`, and `sudo -n mkdir` and `rmdir` of one cgroup, for what the user may not write. */
  sudo?: boolean | undefined;
}

/** Arguments that all scripts of the tuning have. */
export function tuningArgs(
  { state, number, token }: TuningLease,
  { root = '', sudo = false }: TuningAccess,
): string[] {
  return [root, state, `${number}`, token, sudo ? 'sudo' : ''];
}

/**
 * Puts back what measurements have set, ours and those of owners that are gone, as their journals on the host's disk say.
 * @returns the files that were put back.
 * @throws BenchError (exit 3) `TUNING_LEFT` for what cannot be put back, `LEASE_LOST` when the host is somebody else's.
 */
export async function undoTuning(
  shell: RemoteShell,
  lease: TuningLease,
  { signal, ...access }: TuningAccess & { signal?: AbortSignal | undefined } = {},
): Promise<string[]> {
  const args = tuningArgs(lease, access);
  const lines = await ask(shell, 'lease/common tuning/common tuning/undo', args, { signal });
  if (lines.some((line) => says(line, 'lost'))) throw lostBefore(shell, 'put back');
  if (!says(lines.at(-1), 'done')) throw oddAnswer(shell, lines.at(-1));
  const parts = (pattern: RegExp): string[] =>
    lines.flatMap((line) => printable(partsOf(line, pattern)?.[1] ?? '', 200) || []);
  const left = parts(/^left (.+)$/);
  if (left.length === 0) return parts(/^restored (\S+)/);
  throw attemptError(
    'TUNING_LEFT',
    `${shell.name} is not as it was before an earlier measurement: ${left.slice(0, 5).join('; ')}.`,
    `Set it by hand as its user may not, then remove ${printable(lease.state)}/tuning.* there, or boot it again.`,
  );
}

/** What a script says that found the lease with somebody else. */
export function lostBefore({ name }: RemoteShell, what: string): Error {
  return attemptError(
    'LEASE_LOST',
    `the lease of ${name} was lost before its settings were ${what}.`,
    'Continue with `lupine-bench resume`: who has the host now puts back what was set.',
  );
}
