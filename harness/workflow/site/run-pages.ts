// SPDX-License-Identifier: Apache-2.0
import { priceCategories } from '../../ablation/prices.js';
import { loadPublished } from '../../claim/load.js';
import { readBelow, writeBelow } from '../../core/confined.js';
import { BenchError, EXIT } from '../../core/errors.js';
import { forTerminal } from '../../core/sinks.js';
import type { Environment } from '../../environment/environment.js';
import { buildModel } from '../../report/model/build.js';
import { headline } from '../../report/model/words.js';
import { writeAblation, writeReport } from '../../report/index.js';
import type { SiteRun } from '../../report/site/page.js';
import { RunFolder } from '../../run/folder.js';
import { samplesCsv } from '../../run/samples.js';
import { summariseRun } from '../../summary/summary.js';
import type { RunSummary } from '../../summary/types.js';
import { catalogueToShow } from '../catalogue-of.js';
import { claimsAskedOf, writeClaimsOf } from '../derive-claims.js';
import { profilesOf } from '../derive-profiles.js';

/** Longest bill of materials, bytes. */
const LONGEST_BILL = 64 * 1024 * 1024;

/**
 * Makes the pages of a run anew in a folder of a site: no page of the run's own folder is copied, because anybody may have written it. A run
 * that cannot be read gets no page, and its row says why.
 * @param dir folder of the run in the site.
 * @throws BenchError what stops everything else too, such as `DISK_FULL`.
 */
export async function writeRunPages(
  folder: RunFolder,
  dir: string,
  environment: Environment,
): Promise<SiteRun & { damage: string[] }> {
  try {
    const plan = await folder.plan();
    const catalogue = await catalogueToShow(folder, plan, environment);
    const summary = await summariseRun(folder, catalogue);
    const profiles = await profilesOf(folder);
    await writeReport(summary, dir, profiles, await loadPublished());
    await writeBelow(dir, 'samples.csv', samplesCsv(summary.samples), { durable: false });
    await copyBills(folder, dir, summary);
    if (plan.ablation !== undefined) await writeAblation(priceCategories(summary, plan.ablation), dir);
    const claims = await claimsAskedOf(folder);
    if (claims !== undefined) await writeClaimsOf({ dir }, summary, catalogue, claims);
    return {
      ...{
        id: folder.id,
        title: headline(buildModel(summary)),
        clock: summary.clock,
        complete: summary.complete,
      },
      pages: [
        { path: 'report/index.html', title: 'report' },
        ...(claims === undefined ? [] : [{ path: 'report/claims.html', title: 'claims' }]),
        ...(plan.ablation === undefined ? [] : [{ path: 'report/ablation.html', title: 'prices' }]),
        { path: 'samples.csv', title: 'samples' },
      ],
      profiles: profiles.length,
      damage: folder.damage,
    };
  } catch (error) {
    if (!(error instanceof BenchError) || (error.scope === 'run' && error.exit !== EXIT.usage)) throw error;
    return {
      id: folder.id,
      problem: `${error.code}: ${error.message}`,
      pages: [],
      profiles: 0,
      damage: folder.damage,
    };
  }
}

/** The report links to what its root images were made from. */
async function copyBills(folder: RunFolder, dir: string, { provenance }: RunSummary): Promise<void> {
  for (const { file } of provenance) {
    if (file === undefined) continue;
    const bytes = await readBelow(folder.dir, file, LONGEST_BILL);
    const text = bytes ?? `${forTerminal(file)} is not in the run.\n`;
    await writeBelow(dir, file, text, { durable: false });
  }
}
