// SPDX-License-Identifier: Apache-2.0
import { realpath } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import type { ComparedSide } from '../../gate/match.js';
import type { RunFolder } from '../../run/folder.js';
import { summariseRun } from '../../summary/summary.js';
import type { RunSummary } from '../../summary/types.js';
import { catalogueToShow } from '../catalogue-of.js';
import { findRun, namedRun } from '../find-run.js';
import type { Session } from '../session.js';
import type { NamedSides } from '../sides/tell.js';

/** Two sides with what was measured of them. */
export interface MeasuredSides {
  base: ComparedSide;
  head: ComparedSide;
  /** Runs that the sides are of; one, where both are systems of it. */
  folders: RunFolder[];
  summaries: RunSummary[];
}

/** Two runs, each with all of its cells. A run is never compared with itself. @throws BenchError `SIDES_EQUAL` (exit 2). */
export async function twoRuns(
  { before, after }: NamedSides,
  results: string,
  environment: Environment,
  session: Session,
): Promise<MeasuredSides> {
  const [base, head] = [namedRun(before, results), namedRun(after, results)];
  const summaries = [
    await summaryOf(base, environment, session),
    await summaryOf(head, environment, session),
  ];
  const [old, now] = summaries;
  if (old === undefined || now === undefined) throw new Error('two runs have two summaries');
  if (await isSameRun(base, head)) {
    throw usageError(
      'SIDES_EQUAL',
      `${displayPath(base.dir)} and ${displayPath(head.dir)} are the same run: its values would be compared with themselves.`,
      'Name two runs that were made one by one.',
    );
  }
  return { base: { run: old }, head: { run: now }, folders: [base, head], summaries };
}

/** Two systems of one run. @throws BenchError `SIDE_NOT_IN_RUN` (exit 2). */
export async function twoSystems(
  { before, after }: NamedSides,
  run: string | undefined,
  results: string,
  environment: Environment,
  session: Session,
): Promise<MeasuredSides> {
  const folder = await findRun(run, results, session);
  const summary = await summaryOf(folder, environment, session);
  const systems = new Set(summary.cells.map(({ system }) => system));
  for (const name of [before, after]) {
    if (systems.has(name)) continue;
    throw usageError(
      'SIDE_NOT_IN_RUN',
      `${displayPath(folder.dir)} has no boot of ${name}; it has ${[...systems].join(', ')}.`,
      'Name another run with --run, or make one with both systems: --system a,b.',
    );
  }
  const side = (system: string): ComparedSide => ({ run: summary, system });
  return { base: side(before), head: side(after), folders: [folder], summaries: [summary] };
}

async function summaryOf(
  folder: RunFolder,
  environment: Environment,
  { emulated }: Session,
): Promise<RunSummary> {
  const catalogue = await catalogueToShow(folder, await folder.plan(), environment);
  return await summariseRun(folder, catalogue, { emulated });
}

/** True for one folder under two names, and for a copy of it: no two boots have the same record, which has its duration. */
async function isSameRun(a: RunFolder, b: RunFolder): Promise<boolean> {
  if ((await realpath(a.dir)) === (await realpath(b.dir))) return true;
  const { steps } = await a.plan();
  if ((await a.planDigest()) !== (await b.planDigest())) return false;
  for (const step of steps.filter(({ kind }) => kind === 'boot')) {
    const [one, other] = [await a.record(step), await b.record(step)];
    if (one !== undefined || other !== undefined) return isDeepStrictEqual(one, other);
  }
  return false;
}
