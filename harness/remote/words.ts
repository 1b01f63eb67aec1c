// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../core/errors.js';
import { type Foreign, foreignLines, isBlank, rawText, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { RemoteAnswer, RemoteCommand, RemoteShell } from './types.js';

/**
 * Runs a command that must end well.
 * @param doing what it is for, e.g. `making its folder`.
 * @throws BenchError `HOST_DISK_FULL`, `HOST_COMMAND` (exit 3) with the last line that it said, and what the shell throws.
 */
export async function runWell(shell: RemoteShell, doing: string, command: RemoteCommand): Promise<Foreign> {
  const answer = await shell.run(command);
  if (answer.status === 0) return answer.stdout;
  throw commandFault(shell.name, doing, answer);
}

/** The error of a command that ended badly. */
export function commandFault(host: string, doing: string, { status, stderr }: RemoteAnswer): BenchError {
  const said = foreignLines(trimmed(stderr)).at(-1);
  if (/no space left|disk quota exceeded|disk full/i.test(rawText(stderr))) {
    return measureError(
      'HOST_DISK_FULL',
      `the disk of host ${host} is full: ${doing} failed.`,
      'Free space there, or lower storeMib of its entry; `lupine-bench hosts prune` removes images that no boot uses.',
    );
  }
  const words = said === undefined || isBlank(said) ? 'it said nothing' : printable(said, 300);
  return measureError(
    'HOST_COMMAND',
    `${doing} on host ${host} ended with status ${status}: ${words}.`,
    'Look whether its user may do that; `lupine-bench hosts doctor` tries everything.',
  );
}
