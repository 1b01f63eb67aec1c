// SPDX-License-Identifier: Apache-2.0
import { writeAtomic } from '../core/files.js';
import { prettyJson } from '../core/json.js';
import { writeReport } from '../report/index.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { RunFolder } from '../run/folder.js';
import { samplesCsv } from '../run/samples.js';
import { summariseRun } from '../summary/summary.js';
import type { RunSummary } from '../run/types.js';

/** Writes everything that follows from the boots: run.json, samples.csv, summary.md and report/. */
export async function writeDerived(folder: RunFolder, catalogue: SystemCatalogue): Promise<RunSummary> {
  const summary = await summariseRun(folder, catalogue);
  await writeAtomic(folder.path('run.json'), prettyJson(summary));
  await writeAtomic(folder.path('samples.csv'), samplesCsv(summary.samples));
  await writeReport(summary, folder.dir);
  return summary;
}
