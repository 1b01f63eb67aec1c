// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../../core/errors.js';
import { ownValue } from '../../core/own.js';
import { scenariosApart } from '../../gate/unmeasured.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import { RunFolder } from '../../run/folder.js';
import type { ScenarioFile } from '../../scenario/types.js';
import { cellOf } from './sides.js';

/** Runs that are looked at, the newest first. */
const MOST_RUNS = 20;

/** A metric of earlier runs. */
export interface StoredMetric {
  step: PlanStep;
  scenario: ScenarioFile;
  metric: string;
}

/** Values of one state of a system, in the order of its boots. */
type Series = readonly number[];

/**
 * What earlier runs have of a metric, measured by the wall clock on this host in the same way: a series for each state of its system.
 * Runs that cannot be read say nothing.
 */
export async function storedSeries(
  results: string,
  host: string,
): Promise<(wanted: StoredMetric) => Promise<Series[]>> {
  const runs: { folder: RunFolder; plan: Plan }[] = [];
  for (const name of (await readdir(results).catch(() => [])).sort().reverse()) {
    if (runs.length === MOST_RUNS) break;
    if (!/^\d{8}-\d{6}-/.test(name)) continue;
    const folder = new RunFolder(join(results, name));
    const plan = await readable(() => folder.plan());
    if (plan?.clock === 'wall' && plan.host === host) runs.push({ folder, plan });
  }
  return async (wanted) => {
    const found: Series[] = [];
    for (const { folder, plan } of runs) found.push(...(await seriesOf(folder, plan, wanted)));
    return found;
  };
}

async function seriesOf(
  folder: RunFolder,
  { steps, scenarios }: Plan,
  { step, scenario, metric }: StoredMetric,
): Promise<Series[]> {
  const before = scenarios.find(({ name }) => name === scenario.name);
  if (before === undefined || scenariosApart(before, scenario) !== undefined) return [];
  const found = new Map<string, number[]>();
  for (const one of steps.filter((other) => cellOf(other) === cellOf(step))) {
    const record = await readable(() => folder.record(one));
    const value = ownValue(record?.values ?? {}, metric);
    const { revision = '' } = one;
    if (value !== undefined) found.set(revision, [...(found.get(revision) ?? []), value]);
  }
  return [...found.values()];
}

async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  return await read().catch((error: unknown) => {
    if (error instanceof BenchError) return undefined;
    throw error;
  });
}
