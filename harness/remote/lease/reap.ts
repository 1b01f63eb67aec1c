// SPDX-License-Identifier: Apache-2.0
import { attemptError } from '../../core/errors.js';
import { says } from '../../core/foreign.js';
import { ask } from '../ask.js';
import type { RemoteShell } from '../types.js';

/**
 * Ends what an owner that is gone left running: the keepers that `<boots>/<name>/pid` names by number and beginning, their sessions, and
 * what has a folder of a boot as its own. Only for who has the lease.
 * @returns how many processes there were.
 * @throws BenchError `LEFTOVERS` (exit 3) when some do not end.
 */
export async function reap(shell: RemoteShell, boots: string, signal?: AbortSignal): Promise<number> {
  const lines = await ask(shell, 'lease/reap', [boots], { signal });
  const count = (word: RegExp): number => lines.filter((line) => says(line, word)).length;
  const left = count(/^left /);
  if (left === 0) return count(/^reaped /);
  throw attemptError(
    'LEFTOVERS',
    `${left} processes of an earlier measurement still run on ${shell.name}, and do not end when they are killed.`,
    'Look for QEMU there; a process that waits for a disk ends with it, or with the host.',
  );
}
