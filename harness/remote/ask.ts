// SPDX-License-Identifier: Apache-2.0
import { attemptError } from '../core/errors.js';
import { type Foreign, foreignLines, isBlank } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { scriptText } from './texts.js';
import type { RemoteCommand, RemoteShell } from './types.js';

/** What else a script of ours is given. */
export type AskOptions = Pick<RemoteCommand, 'input' | 'timeoutMs' | 'signal'>;

/**
 * Runs a script of `harness/remote/`, which says in lines what it came to.
 * @param names its files, with a space between.
 * @throws BenchError `HOST_ODD` (exit 3) when it does not end as it should; what the shell throws.
 */
export async function ask(
  shell: RemoteShell,
  names: string,
  args: readonly string[],
  options: AskOptions = {},
): Promise<Foreign[]> {
  const { status, stdout, stderr } = await shell.run({ script: await scriptText(names), args, ...options });
  if (status === 0) return foreignLines(stdout).filter((line) => !isBlank(line));
  throw attemptError(
    'HOST_ODD',
    `a script (${names}) ended with status ${status} on ${shell.name}: ${printable(stderr, 200)}`,
    'Try whether the user has a POSIX shell there, and may write to its state folder.',
  );
}

/** What a host says that it never should: its state is not what we wrote, or something else answers there. */
export function oddAnswer(shell: RemoteShell, said: Foreign | undefined): Error {
  return attemptError(
    'HOST_ODD',
    `${shell.name} gives an answer that no script of ours gives: ${printable(said ?? '', 200)}`,
    'Look whether the login shell there prints something of its own.',
  );
}
