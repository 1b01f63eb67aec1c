// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { judgeClaims } from '../claim/derive.js';
import { figuresOf } from '../claim/figures.js';
import { chooseClaims, loadClaims, loadPublished } from '../claim/load.js';
import type { ClaimsDocument } from '../claim/result.js';
import { hasCode } from '../core/files.js';
import { writeClaims } from '../report/index.js';
import type { RunFolder } from '../run/folder.js';
import type { RunSummary } from '../run/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';

/**
 * Writes the claims of a run beside its report.
 * @throws BenchError (exit 2) `CLAIM_UNKNOWN`, or what the declarations have wrong.
 */
export async function writeClaimsOf(
  folder: RunFolder,
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
  return reproduce?.claims ?? (await claimsWrittenIn(folder));
}

/** Ids in the run's `claims.json`; a file that is not complete JSON is written again by the next `reproduce --run`. */
async function claimsWrittenIn(folder: RunFolder): Promise<string[] | undefined> {
  try {
    const { claims } = JSON.parse(await readFile(folder.path('claims.json'), 'utf8')) as ClaimsDocument;
    return claims.map(({ id }) => id);
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
