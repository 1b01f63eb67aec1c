// SPDX-License-Identifier: Apache-2.0
import { bootsWanted } from '../../gate/compare.js';
import type { Looks } from '../../gate/looks.js';
import type { Margins } from '../../gate/margin.js';
import type { Wanted } from '../../gate/sequential.js';
import type { Plan, PlanStep, PlannedGate } from '../../plan/types.js';
import type { RunFolder } from '../../run/folder.js';
import type { EmulatedTimes } from '../../summary/emulated.js';
import { summariseRun } from '../../summary/summary.js';
import type { RunSummary } from '../../summary/types.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import { cellOf } from './sides.js';

/** Makes boots of a run; some may be left when a budget ends, or something outside of the guest prevents them. */
export type MakeSteps = (steps: readonly PlanStep[]) => Promise<void>;

/** A run of two revisions. */
export interface GateRun {
  folder: RunFolder;
  plan: Plan;
  catalogue: SystemCatalogue;
  /** What becomes of times of emulated hosts. */
  emulated?: EmulatedTimes | undefined;
}

/**
 * Makes boots until no metric wants any more. First one of each cell: what does not boot is not waited for again and again. What the
 * boots say is always asked of all that are there, so that a run that goes on does what it would have done.
 */
export async function sample(
  { folder, plan, catalogue, emulated }: GateRun,
  { margins, looks }: { margins: Margins; looks: Looks },
  make: MakeSteps,
): Promise<RunSummary> {
  const { gate } = plan;
  if (gate === undefined) throw new Error('a run of two revisions says so');
  let wanted = plan.steps.filter(({ boot }) => boot === 1);
  for (;;) {
    const open = await lacking(folder, wanted);
    if (open.length > 0) await make(open);
    const summary = await summariseRun(folder, catalogue, { emulated });
    const left = await lacking(folder, open);
    // Whatever kept a boot from being made would do so again.
    if (left.length > 0) return summary;
    wanted = stepsWanted(plan, gate, summary, { margins, looks });
    if ((await lacking(folder, wanted)).length === 0) return summary;
  }
}

async function lacking(folder: RunFolder, steps: readonly PlanStep[]): Promise<PlanStep[]> {
  const open: PlanStep[] = [];
  for (const step of steps) if ((await folder.record(step)) === undefined) open.push(step);
  return open;
}

function stepsWanted(
  { steps }: Plan,
  { base, head, looks: [first = 1, ...more], fresh }: PlannedGate,
  run: RunSummary,
  { margins, looks }: { margins: Margins; looks: Looks },
): PlanStep[] {
  const by = new Map<string, Wanted[]>();
  for (const { cell, wanted } of bootsWanted(
    { run, revision: base },
    { run, revision: head },
    margins,
    looks,
  ))
    by.set(cellOf(cell), [...(by.get(cellOf(cell)) ?? []), wanted]);
  const end = more.at(-1) ?? first;
  return steps.filter((step) => {
    const wanted = by.get(cellOf(step)) ?? [];
    // Fresh boots come last: a metric that is still open may want some too.
    const kind = wanted.some((one) => one.kind === 'look') ? 'look' : 'fresh';
    const most = Math.max(0, ...wanted.filter((one) => one.kind === kind).map(({ boots }) => boots));
    return kind === 'look' ? step.boot <= most : step.boot > end && step.boot <= end + Math.min(most, fresh);
  });
}
