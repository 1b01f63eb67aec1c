// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../../core/paths.js';
import { LOCAL } from '../../host/local.js';
import type { Plan } from '../../plan/types.js';
import { type RunFolder, createRun } from '../../run/folder.js';
import { makeBoots } from '../../run/run.js';
import { summariseRun } from '../../summary/summary.js';
import type { RunSummary } from '../../summary/types.js';
import { writeDerived } from '../derive.js';
import type { Session } from '../session.js';
import { stepLine } from '../step-line.js';
import { type PlannedSide, cellOf } from './same-image.js';

/** What was measured of one side. */
export interface MeasuredSide {
  folder: RunFolder;
  summary: RunSummary;
}

/** The plan without the cells that need no boot; undefined when none is left. */
export function withoutCells(plan: Plan, cells: ReadonlySet<string>): Plan | undefined {
  const left = plan.steps.filter((step) => !cells.has(cellOf(step)));
  if (left.length === 0) return undefined;
  const scenarios = plan.scenarios.filter(({ name }) => left.some(({ scenario }) => scenario === name));
  return { ...plan, scenarios, steps: left.map((step, index) => ({ ...step, n: index + 1 })) };
}

/** Makes a run of one side, with its report; what it is called is said before. */
export async function measureSide(
  side: string,
  plan: Plan,
  { environment, within }: PlannedSide,
  results: string,
  session: Session,
): Promise<MeasuredSide> {
  const { progress, signal } = session;
  const folder = await createRun(results, plan, new Date());
  progress.note(`${side}: run ${folder.id} in ${displayPath(folder.dir)}`);
  const { clock, kernelSource } = plan;
  await within(() =>
    makeBoots(folder, plan, {
      host: environment.host(plan.hosts?.[0] ?? LOCAL),
      images: environment.images({ clock, kernelSource, progress, signal }),
      ...{ progress, signal },
      onRecord: (record, done, total) => {
        progress.note(`${side}: ${stepLine(record, plan, done, total)}`);
      },
    }),
  );
  await writeDerived(folder, environment.catalogue);
  return { folder, summary: await summariseRun(folder, environment.catalogue) };
}
