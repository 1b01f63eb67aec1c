// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../../core/paths.js';
import { compareMetrics } from '../../gate/compare.js';
import type { Margins } from '../../gate/margin.js';
import { planGate } from '../../plan/gate.js';
import type { Plan, PlannedGate } from '../../plan/types.js';
import { type RunFolder, createRun } from '../../run/folder.js';
import { makeBoots } from '../../run/run.js';
import { writeDerived } from '../derive.js';
import { type FleetWishes, hostsOf } from '../fleet/hosts.js';
import { rethrowNoted } from '../measure.js';
import type { Session } from '../session.js';
import { stepLine } from '../step-line.js';
import { type GateCells, sideImages } from './cells.js';
import type { MeasuredGate } from './measured.js';
import { type MakeSteps, sample } from './sample.js';
import { requireSameSides, resumedRun } from './resumed.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';

/** How long, how often, and where. */
export interface TogetherWishes extends FleetWishes {
  gate: PlannedGate;
  margins: Margins;
  results: string;
  maxMinutes?: number | undefined;
  /** The run that is continued; a new one when missing. */
  resume?: string | undefined;
  /** The command that continues a run, given how it is named. */
  again: (run: string) => string;
}

/** Measures both sides by the wall clock in one run, in turns, until its metrics are decided or the budget ends. */
export async function measureTogether(
  sides: BothSides<PlannedSide>,
  cells: GateCells,
  wishes: TogetherWishes,
  session: Session,
): Promise<MeasuredGate> {
  const [base, head] = sides;
  const plan = planOf(head, cells, wishes.gate);
  const folder = await folderOf(plan, wishes, session);
  session.hint = wishes.again(displayPath(folder.dir));
  if (wishes.resume !== undefined) await requireSameSides(folder, plan, sides, session);
  const { looks, fresh } = wishes.gate;
  const { emulated } = session;
  const run = { folder, plan, catalogue: head.environment.catalogue, emulated };
  const { enough, ended } = budgetOf(wishes);
  const compare = { margins: wishes.margins, looks: { looks, fresh } };
  const summary = await sample(run, compare, makerOf(run, sides, { ...wishes, enough }, session));
  await writeDerived(folder, head.environment.catalogue, { emulated });
  const side = (revision: string) => ({ run: summary, revision });
  const made = `Boots were looked at after ${looks.join(', ')} of each side, and up to ${fresh} more were kept to confirm what looks worse.`;
  return {
    metrics: compareMetrics(side(base.id), side(head.id), compare.margins, compare.looks),
    notes: [
      ...summary.notes,
      made,
      ...(ended() ? ['The minutes ended before every metric was decided.'] : []),
    ],
    dir: folder.dir,
  };
}

function planOf({ plan }: PlannedSide, { measured, scenarios }: GateCells, gate: PlannedGate): Plan {
  if (plan === undefined) throw new Error('a side with cells has a plan');
  const first = new Map(plan.steps.map((step) => [cellOf(step), step]));
  const cells = [...first].flatMap(([name, step]) => (measured.has(name) ? [step] : []));
  return planGate({ like: plan, scenarios, cells, gate });
}

async function folderOf(
  plan: Plan,
  { results, resume }: TogetherWishes,
  { progress }: Session,
): Promise<RunFolder> {
  const known = resume === undefined ? undefined : await resumedRun(resume, results, plan);
  const folder = known ?? (await createRun(results, plan, new Date()));
  const how = known === undefined ? 'run' : 'going on with the run';
  progress.note(`${how} ${folder.id} in ${displayPath(folder.dir)}; clock: wall. ${plan.clockReason}`);
  return folder;
}

/** Whether the minutes are over; and whether that has ended anything. */
function budgetOf({ maxMinutes }: TogetherWishes): { enough: () => boolean; ended: () => boolean } {
  const end = maxMinutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + maxMinutes * 60_000;
  let stopped = false;
  return {
    enough: () => {
      stopped ||= performance.now() >= end;
      return stopped;
    },
    ended: () => stopped,
  };
}

function makerOf(
  { folder, plan }: { folder: RunFolder; plan: Plan },
  [base, head]: BothSides<PlannedSide>,
  wishes: FleetWishes & { enough: () => boolean },
  session: Session,
): MakeSteps {
  const { progress, signal } = session;
  const { enough } = wishes;
  const where = hostsOf(plan, wishes, {}, head.environment, session);
  return async (steps) => {
    if (enough()) return;
    let done = 0;
    const images = sideImages(plan, head.environment, session);
    const revisions = new Map([
      [base.id, sideImages(plan, base.environment, session)],
      [head.id, images],
    ]);
    const boots = makeBoots(folder, plan, {
      ...where,
      ...{ images, revisions, steps, enough, progress, signal },
      onRecord: (record) => {
        done += 1;
        const side = record.step.revision === base.id ? 'base' : 'head';
        progress.note(`${side}: ${stepLine(record, plan, done, steps.length)}`);
      },
    });
    await base.within(() => boots.catch((error: unknown) => rethrowNoted(error, where.host, plan)));
  };
}
