// SPDX-License-Identifier: Apache-2.0
import { requireRunFile } from '../run/run-file.js';
import type { ClaimsDocument } from './result.js';

/**
 * Ids of the claims in the `claims.json` of a run's folder; undefined when there is no such file.
 * @throws BenchError (exit 2) `RUN_DAMAGED`, `RUN_UNSEALED`, `FORMAT_UNKNOWN`: what a run was judged by is not guessed.
 */
export async function readClaimIds(dir: string): Promise<string[] | undefined> {
  const read = await requireRunFile<ClaimsDocument>(dir, 'claims.json', 'claims');
  return read?.value.claims.map(({ id }) => id);
}
