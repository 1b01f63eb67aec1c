// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type RunFileFault, faultError, readRunFile } from '../run/run-file.js';
import { documentFault } from './document.js';
import type { ComparisonDocument } from './types.js';

/** Name of a comparison's file in the folder of the head's run. */
export const COMPARISON_FILE = 'comparison.json';

/**
 * The comparison in a run's folder, or what is wrong with it. It may be from anybody: its digest and its schema must fit, and its verdict
 * must be that of its metrics. Nothing where there is none.
 * @throws BenchError (exit 2) as {@link readRunFile}.
 */
export async function readComparison(dir: string): Promise<ComparisonDocument | RunFileFault | undefined> {
  const read = await readRunFile<ComparisonDocument>(dir, COMPARISON_FILE, 'comparison');
  if (read === undefined || !('value' in read)) return read;
  const why = documentFault(read.value);
  return why === undefined ? read.value : { code: 'RUN_DAMAGED', why };
}

/** As {@link readComparison}. @throws also BenchError (exit 2) `RUN_DAMAGED` or `RUN_UNSEALED` for a fault. */
export async function requireComparison(dir: string): Promise<ComparisonDocument | undefined> {
  const read = await readComparison(dir);
  if (read === undefined || 'format' in read) return read;
  throw faultError(join(dir, COMPARISON_FILE), read);
}
