// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../../core/group-by.js';
import { seriesName } from '../../plan/durations.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { Block } from '../../queue/types.js';
import type { RunFolder } from '../folder.js';
import type { StepRecord } from '../record.js';

/** A block of a plan, with what is to be made of it. */
export interface PlannedBlock extends Block {
  steps: PlanStep[];
  /** Steps of the plan whose values are compared with those of its own: itself under the deterministic clock. */
  series: readonly PlanStep[];
}

/**
 * The blocks of what a run still lacks. Under the deterministic clock a block is a step. Under the wall clock it is everything of an app in a
 * scenario: its boots take turns, and no statistic may have values of two hosts; one that was begun belongs to its host.
 * @param order systems in the order in which they will be ready.
 */
export async function blocksOf(
  folder: RunFolder,
  plan: Plan,
  pending: readonly PlanStep[],
  order: readonly string[],
): Promise<PlannedBlock[]> {
  if (plan.clock === 'deterministic') {
    const rank = new Map(order.map((system, index) => [system, index]));
    const of = ({ system }: PlanStep): number => rank.get(system) ?? 0;
    const sorted = [...pending].sort((a, b) => of(a) - of(b) || a.n - b.n);
    return sorted.map((step) => ({ id: `${step.n}`, steps: [step], series: [step] }));
  }
  const all = groupBy(plan.steps, seriesName);
  const blocks: PlannedBlock[] = [];
  for (const [name, steps] of groupBy(pending, seriesName)) {
    const series = all.get(name) ?? steps;
    const [made] = await madeOf(folder, series);
    const host = plan.fleet?.find(({ identity }) => identity === made?.host)?.name;
    // What of it was asked for before differs in its first step.
    blocks.push({ id: `${name}#${steps[0]?.n ?? 0}`, host, steps, series });
  }
  // The longest first: what is left at the end is short.
  return blocks.sort((a, b) => b.steps.length - a.steps.length);
}

/** Records of steps that have one. */
export async function madeOf(folder: RunFolder, steps: readonly PlanStep[]): Promise<StepRecord[]> {
  const made: StepRecord[] = [];
  for (const step of steps) {
    const record = await folder.record(step);
    if (record !== undefined) made.push(record);
  }
  return made;
}

/**
 * Sets apart what was made of a series, so that another host makes all of it.
 * @returns how many steps that are.
 */
export async function setSeriesApart(folder: RunFolder, block: PlannedBlock): Promise<number> {
  const made = await madeOf(folder, block.series);
  for (const { step } of made) await folder.setApart(step, 'elsewhere');
  const again = new Map([...block.steps, ...made.map(({ step }) => step)].map((step) => [step.n, step]));
  block.steps = [...again.values()].sort((a, b) => a.n - b.n);
  return made.length;
}
