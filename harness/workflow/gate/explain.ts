// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import { changedFunctions } from '../../gate/functions.js';
import type { MetricComparison } from '../../gate/types.js';
import { varies } from '../../metric/units.js';
import type { ProfileDifference } from '../../profile/diff/types.js';
import { workloadOf } from '../../workload/registry.js';
import { bootSides } from '../difference/boots.js';
import { diffSides } from '../difference/side.js';
import type { ProfileCell } from '../profile-cell.js';
import type { Session } from '../session.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';

/** Cells of which profiles are made, the worst first: each takes two boots. */
const MOST_CELLS = 3;

/**
 * Puts to each metric that became another the functions that did it, by a profile of the boot on each side. A profile that cannot be
 * made changes no verdict: the progress says why there is none.
 */
export async function explainChanges(
  metrics: readonly MetricComparison[],
  sides: BothSides<PlannedSide>,
  session: Session,
): Promise<MetricComparison[]> {
  const differences = new Map<string, ProfileDifference | undefined>();
  const explained: MetricComparison[] = [];
  for (const metric of metrics) {
    const cell = cellOf({ ...metric, system: metric.system.head });
    const changed = metric.verdict === 'regression' || metric.verdict === 'improvement';
    const wanted = changed && varies(metric.unit) && (differences.has(cell) || differences.size < MOST_CELLS);
    if (wanted && !differences.has(cell)) differences.set(cell, await differenceOf(cell, sides, session));
    const difference = wanted ? differences.get(cell) : undefined;
    const functions = difference === undefined ? [] : changedFunctions(difference, metric);
    explained.push(functions.length === 0 ? metric : { ...metric, functions });
  }
  return explained;
}

async function differenceOf(
  cell: string,
  [base, head]: BothSides<PlannedSide>,
  session: Session,
): Promise<ProfileDifference | undefined> {
  const [old, now] = [profileCellOf(cell, base), profileCellOf(cell, head)];
  if (old === undefined || now === undefined) return undefined;
  try {
    const [before, after] = await bootSides(
      [
        { ...base, cell: old, revision: 'base' },
        { ...head, cell: now, revision: 'head' },
      ],
      { host: now.plan.hosts?.[0] },
      session,
    );
    return diffSides(before, after);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    session.progress.note(`no profile of ${cell}: ${error.code}: ${error.message}`);
    return undefined;
  }
}

function profileCellOf(cell: string, { plan }: PlannedSide): ProfileCell | undefined {
  if (plan === undefined) return undefined;
  const step = plan.steps.find((one) => cellOf(one) === cell);
  const scenario = plan.scenarios.find(({ name }) => name === step?.scenario);
  if (step === undefined || scenario === undefined || workloadOf(scenario).kind !== 'boot') return undefined;
  return { plan, step, scenario };
}
