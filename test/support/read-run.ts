// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../harness/core/errors.js';
import { prettyJson } from '../../harness/core/json.js';
import { priceCategories } from '../../harness/ablation/prices.js';
import { RunFolder } from '../../harness/run/folder.js';
import { samplesCsv } from '../../harness/run/samples.js';
import type { TrialName } from '../../harness/run/record.js';
import { summariseRun } from '../../harness/summary/summary.js';
import type { SystemCatalogue } from '../../harness/system/catalogue.js';
import { catalogueOf } from '../../harness/workflow/catalogue-of.js';
import { claimsAskedOf } from '../../harness/workflow/derive-claims.js';
import { requireTrustedPlan } from '../../harness/workflow/trust-plan.js';

/** What reading a run came to: everything that its report is made of, or how it was refused. */
export type ReadOutcome = { derived: string; damage: string[] } | { refused: BenchError };

/**
 * Reads all of a run as `report` and `resume` do, without drawing anything.
 * @param trials of its searches, which only `resume` reads.
 * @throws whatever is no {@link BenchError}: a defect.
 */
export async function readRun(
  dir: string,
  catalogue: SystemCatalogue,
  trials: ReadonlyMap<number, TrialName[]>,
): Promise<ReadOutcome> {
  const folder = new RunFolder(dir);
  try {
    const plan = await folder.plan();
    const extended = catalogueOf(folder, plan, { catalogue });
    const summary = await summariseRun(folder, extended);
    const prices = plan.ablation === undefined ? undefined : priceCategories(summary, plan.ablation);
    const claims = await claimsAskedOf(folder);
    await requireTrustedPlan(folder, { catalogue }, true);
    const tried: unknown[] = [];
    for (const step of plan.steps)
      for (const trial of trials.get(step.n) ?? []) {
        const { passed, images } = (await folder.trial(step, trial)) ?? {};
        tried.push([trial, passed, images]);
      }
    const csv = samplesCsv(summary.samples);
    return { derived: prettyJson({ summary, csv, prices, claims, tried }), damage: folder.damage };
  } catch (error) {
    if (error instanceof BenchError) return { refused: error };
    throw error;
  }
}
