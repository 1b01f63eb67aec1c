// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { type AddWishes, addRun } from '../../workflow/history/add.js';
import { listHistory } from '../../workflow/history/list.js';
import type { Session } from '../../workflow/session.js';

/** Options of `history`, as the command line gives them. */
export type HistoryCommandOptions = AddWishes;

/**
 * `lupine-bench history add [run]` and `history list`.
 * @throws BenchError `USAGE` (exit 2) for anything else.
 */
export async function historyCommand(
  [action = '', run, ...others]: readonly string[],
  options: HistoryCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const [odd] = action === 'list' && run !== undefined ? [run] : others;
  if (odd !== undefined) throw usage(`"${printable(odd, 100)}" is one word too many.`);
  if (options.push === true && options.branch === undefined) throw usage('--push needs --branch <name>.');
  if (action === 'add') return await addRun(run, options, environment, session);
  if (action === 'list') return await listHistory(options, environment, session);
  throw usageError(
    'USAGE',
    `a history cannot "${printable(action, 100)}".`,
    suggest(action, ['add', 'list']),
  );
}

function usage(message: string): Error {
  return usageError('USAGE', message, 'See `lupine-bench history --help`.');
}
