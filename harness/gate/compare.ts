// SPDX-License-Identifier: Apache-2.0
import { type Cell, type Side, cellObstacle, differingFields, pairs } from '../comparison/index.js';
import { varies } from '../metric/units.js';
import { summarise } from '../statistics/index.js';
import { controlsOf } from './control.js';
import { decideExact } from './exact.js';
import { type Margins, marginOf } from './margin.js';
import type { Looks } from './looks.js';
import { type ComparedSide, type MatchedCells, anyCell, matchCells } from './match.js';
import { decidePaired } from './paired.js';
import { type Progress, type Wanted, decideSequential } from './sequential.js';
import type { Decision, MetricComparison, SideValues } from './types.js';
import { worstFirst } from './verdict.js';

/** Every metric of two sides, decided, the worst first. */
export function compareMetrics(
  base: ComparedSide,
  head: ComparedSide,
  margins: Margins,
  looks?: Looks,
): MetricComparison[] {
  return worstFirst(matchCells(base, head).map((matched) => compareMetric(matched, margins, looks)));
}

/** Cells of which more boots are wanted, each with what every undecided metric of it wants. */
export function bootsWanted(
  base: ComparedSide,
  head: ComparedSide,
  margins: Margins,
  looks: Looks,
): { cell: Cell; wanted: Wanted }[] {
  return matchCells(base, head).flatMap((matched) => {
    const cell = anyCell(matched);
    const { margin } = marginOf({ ...cell, scenario: scenarioMargins(cell.scenario, matched) }, margins);
    const { wanted } = decide(matched.base, matched.head, margin, looks);
    return wanted === undefined ? [] : [{ cell, wanted }];
  });
}

function compareMetric(matched: MatchedCells, margins: Margins, looks: Looks | undefined): MetricComparison {
  const { base, head } = matched;
  const { scenario, app, metric, title, unit, direction, clock } = anyCell(matched);
  const said = marginOf({ metric, unit, clock, scenario: scenarioMargins(scenario, matched) }, margins);
  const controls = controlsOf(matched, said.margin);
  const taken = base === undefined || head === undefined ? [] : pairs(head, base);
  const { wanted: _wanted, ...decision } = decide(base, head, said.margin, looks);
  return {
    ...{ scenario, app, metric, title, unit, direction, ...said },
    system: { base: base?.cell.system ?? '', head: head?.cell.system ?? '' },
    base: valuesOf(base),
    head: valuesOf(head),
    ...(taken.length === 0 || !varies(unit) ? {} : { pairs: taken }),
    ...(controls.length === 0 ? {} : { controls }),
    ...decision,
  };
}

/** What the head's scenario says, which is the one that is reviewed; the base's where the head has none of the name. */
function scenarioMargins(
  name: string,
  { base, head }: MatchedCells,
): Readonly<Record<string, string>> | undefined {
  const [scenario] = [head, base].flatMap(
    (side) => side?.run.scenarios.filter((one) => one.name === name) ?? [],
  );
  return scenario?.margins;
}

function decide(
  base: Side | undefined,
  head: Side | undefined,
  margin: number,
  looks: Looks | undefined,
): Progress {
  if (base === undefined) return NEW;
  if (head === undefined) return refused('ONE_SIDE_ONLY', 'Only the base has this metric.');
  const fields = differingFields(head, base);
  if (fields.length > 0) {
    const words = fields.map(
      ({ field, value, baseline }) => `${field} (${baseline || 'none'}, ${value || 'none'})`,
    );
    const reason = `The sides differ in ${words.join(', ')}.`;
    return { verdict: 'not comparable', code: 'RATIO_NOT_COMPARABLE', reason, rules: [] };
  }
  const obstacle = cellObstacle(base) ?? cellObstacle(head);
  if (obstacle?.kind === 'unfinished' && looks !== undefined && varies(head.cell.unit))
    return decideSequential({ ...looks, pairs: [], direction: head.cell.direction, margin });
  if (obstacle !== undefined) return refused(obstacle.code, obstacle.message);
  const { unit, direction, clock, values } = head.cell;
  if ([...values, ...base.cell.values].some((value) => !Number.isFinite(value))) {
    return refused('STATISTICS_NOT_FINITE', 'A value is not a finite number.');
  }
  if (clock === 'deterministic' || !varies(unit)) {
    return decideExact({ base: base.cell.values, head: values, unit, direction, margin });
  }
  const taken = pairs(head, base);
  if (taken.length === 0) {
    const reason =
      'The boots of the two sides did not take turns, and a host drifts by more than a margin between two runs.';
    return { verdict: 'inconclusive', code: 'NOT_INTERLEAVED', reason, rules: [] };
  }
  if (looks !== undefined) return decideSequential({ ...looks, pairs: taken, direction, margin });
  const { suspect, ...decision } = decidePaired({ pairs: taken, direction, margin });
  if (!suspect) return decision;
  const confirmed = { rule: 'fresh boots show the same', outcome: 'none were made', held: false };
  return { ...decision, rules: [...decision.rules, confirmed] };
}

/** What the base has not. */
export const NEW: Decision = {
  ...{ verdict: 'new', code: 'ONE_SIDE_ONLY' },
  reason: 'Only the head has this metric: there is nothing to compare it with.',
  rules: [],
};

function refused(code: string, reason: string): Decision {
  return { verdict: 'could not measure', code, reason, rules: [] };
}

function valuesOf(side: Side | undefined): SideValues {
  const values = side?.cell.values ?? [];
  if (side === undefined || values.length === 0) return { n: 0, values: [] };
  if (values.some((value) => !Number.isFinite(value))) return { n: values.length, values: [] };
  return { n: values.length, median: summarise(values, side.cell.clock).median, values };
}
