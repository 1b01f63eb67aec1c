// SPDX-License-Identifier: Apache-2.0
import type { ClaimsDocument } from '../claim/result.js';
import { writeAtomic } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { writeReport } from '../report/index.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { RunFolder } from '../run/folder.js';
import { samplesCsv } from '../run/samples.js';
import { summariseRun } from '../summary/summary.js';
import type { RunSummary } from '../run/types.js';
import { claimsAskedOf, writeClaimsOf } from './derive-claims.js';

/** What follows from the boots of a run. */
export interface Derived {
  summary: RunSummary;
  /** The claims of the paper, when the run is judged by any. */
  claims?: ClaimsDocument;
}

/**
 * Writes everything that follows from the boots: run.json, samples.csv, summary.md and report/; and the claims, when
 * the run was made for them, had them before, or `ids` asks for them now.
 */
export async function writeDerived(
  folder: RunFolder,
  catalogue: SystemCatalogue,
  ids?: readonly string[],
): Promise<Derived> {
  const summary = await summariseRun(folder, catalogue);
  await writeAtomic(folder.path('run.json'), prettyJson(summary));
  await writeAtomic(folder.path('samples.csv'), samplesCsv(summary.samples));
  await writeReport(summary, folder.dir);
  const asked = ids ?? (await claimsAskedOf(folder));
  if (asked === undefined) return { summary };
  return { summary, claims: await writeClaimsOf(folder, summary, catalogue, asked) };
}
