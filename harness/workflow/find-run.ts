// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { userCommand } from '../core/invocation.js';
import { displayPath } from '../core/paths.js';
import { RunFolder } from '../run/folder.js';
import { latestRun } from '../run/latest.js';
import type { Session } from './session.js';

/**
 * The run a user means: a path, a name below the results folder, or the newest one that is a run; newer folders that are none
 * are named.
 * @throws BenchError (exit 2) `RUN_MISSING`; where no folder of the results is a run, what is wrong with the newest.
 */
export async function findRun(
  run: string | undefined,
  results: string,
  { progress }: Pick<Session, 'progress'>,
): Promise<RunFolder> {
  if (run !== undefined) return namedRun(run, results);
  const { newest, skipped } = await latestRun(results);
  const [first] = skipped;
  if (newest === undefined && first !== undefined) throw first.error;
  for (const { folder, error } of skipped)
    progress.note(
      `warning: passed over ${displayPath(folder.dir)}, which is newer by its name: ${error.code}: ${error.message}`,
    );
  if (newest !== undefined) return newest;
  throw usageError(
    'RUN_MISSING',
    `there is no run in ${displayPath(results)}.`,
    `Make one: ${userCommand('run', 'redis')}`,
  );
}

/** The run that a user names: a path, or a name below the results folder; nothing says that it is there. */
export function namedRun(run: string, results: string): RunFolder {
  return new RunFolder(existsSync(run) ? run : join(results, run));
}
