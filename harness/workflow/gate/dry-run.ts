// SPDX-License-Identifier: Apache-2.0
import { EXIT, type ExitCode } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { percent } from '../../gate/exact.js';
import type { Looks } from '../../gate/looks.js';
import { type Margins, marginOf } from '../../gate/margin.js';
import { type Seen, expectedPower } from '../../gate/power.js';
import type { Clock } from '../../metric/types.js';
import { unitUnder, varies } from '../../metric/units.js';
import type { Plan } from '../../plan/types.js';
import { workloadOf } from '../../workload/registry.js';
import type { Session } from '../session.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';
import { storedSeries } from './stored.js';

/** What a gate would do. */
export interface DryRunWishes {
  looks: Looks;
  margins: Margins;
  results: string;
  json?: boolean | undefined;
}

/** A metric that would be compared. */
interface PlannedMetric {
  metric: string;
  margin: number;
  /** What each look would show; nothing where a value is exact, or no spread of it is known. */
  seen: Seen[];
  how: 'exact' | 'new' | 'stored' | 'not stored';
}

interface PlannedCell {
  scenario: string;
  app: string;
  system: string;
  /** Of each side. */
  boots: { least: number; most: number };
  metrics: PlannedMetric[];
}

/** Prints the boots that a gate plans, and the smallest effect that each look would show; nothing is built or booted. */
export async function showPlannedGate(
  [base, head]: BothSides<PlannedSide>,
  wishes: DryRunWishes,
  session: Session,
): Promise<ExitCode> {
  // A shard may have cells that only the base has.
  const plan = head.plan ?? base.plan;
  if (plan === undefined) throw new Error('a gate has a plan');
  const cells = await plannedCells(plan, head.plan === undefined ? undefined : base.plan, wishes);
  const { clock, clockReason } = plan;
  if (wishes.json === true) {
    const document = { base: base.name, head: head.name, clock, clockReason, cells };
    session.print(prettyJson(document));
    return EXIT.ok;
  }
  const lines = cells.flatMap(({ scenario, app, system, boots: { least, most }, metrics }) => [
    `  ${scenario} of ${app} on ${system}: ${least === most ? least : `${least} to ${most}`} boots of each side`,
    ...metrics.map((metric) => `    ${metricLine(metric)}`),
  ]);
  const first = `gate: ${head.name} against ${base.name} under the ${clock} clock (${clockReason})`;
  const last = 'What has the same image on both sides is not booted.';
  session.print(`${[first, ...lines, last].join('\n')}\n`);
  return EXIT.ok;
}

async function plannedCells(
  { clock, host, steps, scenarios }: Plan,
  base: Plan | undefined,
  { looks, margins, results }: DryRunWishes,
): Promise<PlannedCell[]> {
  const stored = clock === 'wall' ? await storedSeries(results, host) : undefined;
  const cells: PlannedCell[] = [];
  for (const step of new Map(steps.map((one) => [cellOf(one), one])).values()) {
    const scenario = scenarios.find(({ name }) => name === step.scenario);
    if (scenario === undefined) continue;
    const there = base?.steps.some((one) => cellOf(one) === cellOf(step)) === true;
    const before = base?.scenarios.find(({ name }) => name === step.scenario)?.metrics ?? [];
    const metrics: PlannedMetric[] = [];
    for (const { name: metric, unit: declared } of scenario.metrics) {
      const unit = unitUnder(clock, declared);
      const { margin } = marginOf({ metric, unit, clock, scenario: scenario.margins }, margins);
      const known = there && before.some(({ name }) => name === metric);
      const exact = stored === undefined || !varies(unit);
      if (!known || exact) metrics.push({ metric, margin, seen: [], how: known ? 'exact' : 'new' });
      else {
        const seen = expectedPower(await stored({ step, scenario, metric }), margin, looks);
        metrics.push({ metric, margin, seen: seen ?? [], how: seen === undefined ? 'not stored' : 'stored' });
      }
    }
    const { app, system } = step;
    cells.push({
      scenario: scenario.name,
      app,
      system,
      boots: bootsOf(scenario, clock, looks, there),
      metrics,
    });
  }
  return cells;
}

function bootsOf(
  scenario: Plan['scenarios'][number],
  clock: Clock,
  { looks, fresh }: Looks,
  there: boolean,
): PlannedCell['boots'] {
  if (!there) return { least: 0, most: 0 };
  if (workloadOf(scenario).kind !== 'boot') return { least: 1, most: 1 };
  if (clock === 'deterministic') return { least: scenario.boots, most: scenario.boots };
  return { least: looks[0] ?? 1, most: (looks.at(-1) ?? 1) + fresh };
}

function metricLine({ metric, margin, seen, how }: PlannedMetric): string {
  if (how === 'new') return `${metric}: new, the base has nothing to compare it with`;
  if (how === 'exact') return `${metric}: exact, every change from ${percent(margin)} on is seen`;
  if (how === 'not stored')
    return `${metric}: no variance is stored yet; an earlier run by the wall clock on this host would tell what is seen`;
  const each = seen.map(({ boots, ratio }) => `${percent(ratio - 1)} worse by ${boots} boots`);
  return `${metric}: seen four times of five: ${each.join(', ')} of each side`;
}
