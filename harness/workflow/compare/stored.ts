// SPDX-License-Identifier: Apache-2.0
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { COMPARISON_FILE, requireComparison } from '../../gate/file.js';
import type { ComparisonDocument } from '../../gate/types.js';
import { namedRun } from '../find-run.js';

/** A comparison that was made earlier. */
export interface StoredComparison {
  /** Its file. */
  path: string;
  document: ComparisonDocument;
}

/**
 * The comparison that a user means: that of a run, by its path or name, or by the path of the file itself; else the one that was written
 * last. Nothing where no run was named and none has one.
 * @throws BenchError (exit 2) `COMPARISON_MISSING` for a run without one, and as {@link requireComparison}.
 */
export async function findComparison(
  run: string | undefined,
  results: string,
): Promise<StoredComparison | undefined> {
  const dir = run === undefined ? await newest(results) : folderOf(run, results);
  if (dir === undefined) return undefined;
  const document = await requireComparison(dir);
  const path = join(dir, COMPARISON_FILE);
  if (document === undefined) throw missing(`${displayPath(dir)} has no ${COMPARISON_FILE}.`);
  return { path, document };
}

/** As {@link findComparison}. @throws also BenchError (exit 2) `COMPARISON_MISSING` where there is none. */
export async function requireStored(run: string | undefined, results: string): Promise<StoredComparison> {
  const found = await findComparison(run, results);
  if (found === undefined) throw missing(`no run in ${displayPath(results)} has been compared.`);
  return found;
}

function folderOf(run: string, results: string): string {
  return basename(run) === COMPARISON_FILE ? dirname(run) : namedRun(run, results).dir;
}

/** The folder whose comparison was written last: an older run may have been compared again. */
async function newest(results: string): Promise<string | undefined> {
  const names = await readdir(results).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const dir = join(results, name);
      const info = await lstat(join(dir, COMPARISON_FILE)).catch(() => undefined);
      return info === undefined ? [] : [{ dir, written: info.mtimeMs }];
    }),
  );
  const [last] = found.flat().sort((a, b) => b.written - a.written || (a.dir < b.dir ? 1 : -1));
  return last?.dir;
}

function missing(message: string): Error {
  return usageError('COMPARISON_MISSING', message, 'Make one: lupine-bench compare <base> <head>.');
}
