// SPDX-License-Identifier: Apache-2.0
import { judgeClaims } from '../claim/derive.js';
import { figuresOf } from '../claim/figures.js';
import { chooseClaims, loadClaims, loadPublished } from '../claim/load.js';
import { readClaimIds } from '../claim/read.js';
import type { ClaimsDocument } from '../claim/result.js';
import { writeClaims } from '../report/index.js';
import type { RunFolder } from '../run/folder.js';
import type { RunSummary } from '../summary/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';

/**
 * Writes the claims of a run beside its report.
 * @param folder of the run, or one that gets a copy of its report.
 * @throws BenchError (exit 2) `CLAIM_UNKNOWN`, or what the declarations have wrong.
 */
export async function writeClaimsOf(
  folder: Pick<RunFolder, 'dir'>,
  summary: RunSummary,
  catalogue: SystemCatalogue,
  ids: readonly string[],
): Promise<ClaimsDocument> {
  const [declared, published] = await Promise.all([loadClaims(), loadPublished()]);
  const nameFor = (pattern: string, app: string): string => catalogue.nameFor(pattern, app);
  const document = judgeClaims(summary, chooseClaims(declared, ids), published, nameFor);
  await writeClaims({ document, figures: figuresOf(summary, published, nameFor) }, folder.dir);
  return document;
}

/** Claims that a run is judged by: as planned, or as asked of it later; `undefined` when it never was. */
export async function claimsAskedOf(folder: RunFolder): Promise<string[] | undefined> {
  const { reproduce } = await folder.plan();
  return reproduce?.claims ?? (await readClaimIds(folder.dir));
}
