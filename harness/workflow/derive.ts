// SPDX-License-Identifier: Apache-2.0
import { priceCategories } from '../ablation/prices.js';
import type { AblationDocument } from '../ablation/result.js';
import { loadPublished } from '../claim/load.js';
import type { ClaimsDocument } from '../claim/result.js';
import { prettyJson } from '../core/json.js';
import { turn } from '../core/turn.js';
import { writeAblation, writeReport } from '../report/index.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { RunFolder } from '../run/folder.js';
import { samplesCsv } from '../run/samples.js';
import { type SummaryOptions, summariseRun } from '../summary/summary.js';
import type { RunSummary } from '../summary/types.js';
import { claimsAskedOf, writeClaimsOf } from './derive-claims.js';
import { profilesOf } from './derive-profiles.js';

/** What follows from the boots of a run. */
export interface Derived {
  summary: RunSummary;
  /** The claims of the paper, when the run is judged by any. */
  claims?: ClaimsDocument;
  /** The prices of categories of options, when the run was made for them. */
  prices?: AblationDocument;
}

/** How a run is derived from. */
export interface DeriveOptions extends SummaryOptions {
  /** Ids of the claims to judge it by. */
  ids?: readonly string[] | undefined;
}

/**
 * Writes everything that follows from the boots: run.json, samples.csv, summary.md and report/; the prices of categories,
 * when the run was made for them; and the claims, when it was, had them before, or `ids` asks for them now.
 * @throws what the signal was aborted with; what was written until then is whole.
 */
export async function writeDerived(
  folder: RunFolder,
  catalogue: SystemCatalogue,
  { ids, ...options }: DeriveOptions = {},
): Promise<Derived> {
  const { signal } = options;
  const summary = await summariseRun(folder, catalogue, options);
  // Each takes a while for a run of ten thousand steps; whoever says stop is heard between them.
  await turn(signal);
  await folder.write(folder.path('run.json'), prettyJson(summary));
  await turn(signal);
  await folder.write(folder.path('samples.csv'), samplesCsv(summary.samples));
  await turn(signal);
  await writeReport(summary, folder.dir, await profilesOf(folder), await loadPublished());
  const { ablation } = await folder.plan();
  const prices = ablation === undefined ? undefined : priceCategories(summary, ablation);
  if (prices !== undefined) await writeAblation(prices, folder.dir);
  const derived = { summary, ...(prices === undefined ? {} : { prices }) };
  const asked = ids ?? (await claimsAskedOf(folder));
  if (asked === undefined) return derived;
  return { ...derived, claims: await writeClaimsOf(folder, summary, catalogue, asked) };
}
