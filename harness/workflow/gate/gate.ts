// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import { environmentAt, ofRevision } from '../../environment/at-revision.js';
import type { Environment } from '../../environment/environment.js';
import { PROJECT_FILE } from '../../environment/project.js';
import { compareMetrics } from '../../gate/compare.js';
import { comparisonDocument } from '../../gate/document.js';
import { type Margins, readMargins } from '../../gate/margin.js';
import { passedUnmeasured } from '../../gate/same-image.js';
import type { MetricComparison } from '../../gate/types.js';
import type { ShardNumber } from '../../plan/shard.js';
import type { Plan } from '../../plan/types.js';
import { inCheckout } from '../../revision/checkout.js';
import { type Repository, findRevision } from '../../revision/repository.js';
import { type ShowWishes, showComparison } from '../compare/show.js';
import type { Session } from '../session.js';
import { repositoryOf } from '../sides/tell.js';
import { explainChanges } from './explain.js';
import { type MeasuredSide, measureSide, withoutCells } from './measure.js';
import { type GatePlanWishes, planSide } from './plan.js';
import { type PlannedSide, cellOf, sameCells } from './same-image.js';
import { shardSides } from './shard.js';

/** How a gate is asked for. */
export interface GateWishes extends GatePlanWishes, ShowWishes {
  /** The commit that the project is compared with. */
  base: string;
  out?: string | undefined;
  margin?: readonly string[] | undefined;
  /** Compares only this part of the cells. */
  shard?: ShardNumber | undefined;
}

/**
 * Measures the user's project as it is against one of its commits, and says whether it became worse.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) what `findRevision`, `environmentAt`, `planSide` and `readMargins` throw; what building and measuring throw.
 */
export async function gateProject(
  names: readonly string[],
  wishes: GateWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const margins = readMargins(wishes.margin ?? []);
  const repository = await requireRepository(environment, session.signal);
  const revision = await findRevision(repository, wishes.base, session.signal);
  const now = await planSide(names, wishes, environment);
  return await inCheckout(repository, revision, session.signal, async (files) => {
    const at = { repository, revision, files };
    const own = await environmentAt(at, environment);
    const before = await ofRevision(at, () => planSide(names, wishes, own));
    const plans = shardSides({ base: before, head: now }, wishes.shard);
    const head: PlannedSide = { plan: plans.head, environment, within: plainly };
    const base: PlannedSide = {
      plan: plans.base,
      environment: own,
      within: (work) => ofRevision(at, work),
    };
    session.hint = 'the same command; what was built is kept';
    const same = await sameCells(base, head, session);
    const results = wishes.out ?? environment.results;
    const sides = await measureSides(base, head, same, results, session);
    const measured = await explainChanges(compared(sides, margins), [base, head], session);
    const metrics = [...measured, ...unmeasured(head.plan, same, margins)];
    const document = comparisonDocument({
      ...{ base: wishes.base, head: 'the working tree', clock: head.plan.clock, metrics },
      notes: [...new Set(sides?.flatMap(({ summary }) => summary.notes) ?? [])],
    });
    return await showComparison(document, sides?.[1].folder.dir, wishes, session);
  });
}

async function requireRepository(environment: Environment, signal: AbortSignal): Promise<Repository> {
  const repository = await repositoryOf(environment, signal);
  if (repository !== undefined) return repository;
  throw usageError(
    'REVISION_NO_GIT',
    `a gate compares a project of yours with one of its commits, and here is no ${PROJECT_FILE} in a git repository.`,
    'Go to the folder of your project.',
  );
}

async function measureSides(
  base: PlannedSide,
  head: PlannedSide,
  same: ReadonlySet<string>,
  results: string,
  session: Session,
): Promise<[MeasuredSide, MeasuredSide] | undefined> {
  const [old, now] = [withoutCells(base.plan, same), withoutCells(head.plan, same)];
  if (old === undefined && now === undefined) return undefined;
  if (old === undefined || now === undefined) throw noCommonCell(old === undefined ? 'base' : 'head');
  return [
    await measureSide('base', old, base, results, session),
    await measureSide('head', now, head, results, session),
  ];
}

function compared(
  sides: readonly [MeasuredSide, MeasuredSide] | undefined,
  margins: Margins,
): MetricComparison[] {
  if (sides === undefined) return [];
  const [base, head] = sides;
  return compareMetrics({ run: base.summary }, { run: head.summary }, margins);
}

function unmeasured(plan: Plan, same: ReadonlySet<string>, margins: Margins): MetricComparison[] {
  const cells = new Map(plan.steps.map((step) => [cellOf(step), step]));
  return [...cells].flatMap(([cell, step]) => {
    const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
    return same.has(cell) && scenario !== undefined
      ? passedUnmeasured(step, scenario, plan.clock, margins)
      : [];
  });
}

function noCommonCell(side: string): Error {
  return usageError(
    'GATE_ONE_SIDE',
    `all that the ${side} has is the same on the other side, which has more: there is nothing to compare that with.`,
    'Name the systems and apps that both have: --system, --app.',
  );
}

async function plainly<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}
