// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../../core/paths.js';
import { compareMetrics } from '../../gate/compare.js';
import type { Margins } from '../../gate/margin.js';
import type { Plan } from '../../plan/types.js';
import { type RunFolder, createRun } from '../../run/folder.js';
import { makeBoots } from '../../run/run.js';
import type { RunSummary } from '../../summary/types.js';
import { writeDerived } from '../derive.js';
import { type FleetWishes, hostsOf } from '../fleet/hosts.js';
import type { Session } from '../session.js';
import { stepLine } from '../step-line.js';
import { type GateCells, sideImages } from './cells.js';
import { explainChanges } from './explain.js';
import type { MeasuredGate } from './measured.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';

/** Where both are measured. */
export interface ApartWishes extends FleetWishes {
  /** Folder of the runs. */
  results: string;
}

/** Measures both sides under the deterministic clock, a run of each: no boot knows of another. */
export async function measureApart(
  [base, head]: BothSides<PlannedSide>,
  cells: GateCells,
  margins: Margins,
  wishes: ApartWishes,
  session: Session,
): Promise<MeasuredGate> {
  const old = await measureSide('base', base, cells, wishes, session);
  const now = await measureSide('head', head, cells, wishes, session);
  const compared = compareMetrics({ run: old.summary }, { run: now.summary }, margins);
  const booted = compared.filter((one) =>
    cells.measured.has(cellOf({ ...one, system: one.system.head || one.system.base })),
  );
  return {
    metrics: await explainChanges(booted, [base, head], session),
    notes: [...old.summary.notes, ...now.summary.notes],
    dir: now.folder.dir,
  };
}

/** The plan of a side, with only the cells that are booted on both. */
function bootedPlan(plan: Plan, { measured, scenarios }: GateCells): Plan {
  const steps = plan.steps.filter((step) => measured.has(cellOf(step)));
  return {
    ...plan,
    scenarios: [...scenarios],
    steps: steps.map((step, index) => ({ ...step, n: index + 1 })),
  };
}

/** Makes a run of one side, with its report; what it is called is said before. */
async function measureSide(
  side: string,
  { plan: whole, environment, within }: PlannedSide,
  cells: GateCells,
  wishes: ApartWishes,
  session: Session,
): Promise<{ folder: RunFolder; summary: RunSummary }> {
  if (whole === undefined) throw new Error('a side with cells has a plan');
  const plan = bootedPlan(whole, cells);
  const { progress, signal } = session;
  const folder = await createRun(wishes.results, plan, new Date());
  progress.note(`${side}: run ${folder.id} in ${displayPath(folder.dir)}`);
  await within(() =>
    makeBoots(folder, plan, {
      ...hostsOf(plan, wishes, {}, environment, session),
      images: sideImages(plan, environment, session),
      ...{ progress, signal },
      onRecord: (record, done, total) => {
        progress.note(`${side}: ${stepLine(record, plan, done, total)}`);
      },
    }),
  );
  const { summary } = await writeDerived(folder, environment.catalogue, { emulated: session.emulated });
  return { folder, summary };
}
