// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { userCommand } from '../core/invocation.js';
import { displayPath } from '../core/paths.js';
import { RunFolder, latestRun } from '../run/folder.js';

/**
 * The run a user means: a path, a name below the results folder, or the newest one.
 * @throws BenchError `RUN_MISSING` (exit 2).
 */
export async function findRun(run: string | undefined, results: string): Promise<RunFolder> {
  if (run !== undefined) return new RunFolder(existsSync(run) ? run : join(results, run));
  const newest = await latestRun(results);
  if (newest !== undefined) return newest;
  throw usageError(
    'RUN_MISSING',
    `there is no run in ${displayPath(results)}.`,
    `Make one: ${userCommand('run', 'redis')}`,
  );
}
