// SPDX-License-Identifier: Apache-2.0
import { type Side, cellObstacle, differingFields, pairs } from '../comparison/index.js';
import { varies } from '../metric/units.js';
import { summarise } from '../statistics/index.js';
import { controlsOf } from './control.js';
import { decideExact } from './exact.js';
import { type Margins, marginOf } from './margin.js';
import { type ComparedSide, type MatchedCells, anyCell, matchCells } from './match.js';
import { decidePaired } from './paired.js';
import type { Decision, MetricComparison, SideValues } from './types.js';
import { worstFirst } from './verdict.js';

/** Every metric of two sides, decided, the worst first. */
export function compareMetrics(base: ComparedSide, head: ComparedSide, margins: Margins): MetricComparison[] {
  return worstFirst(matchCells(base, head).map((matched) => compareMetric(matched, margins)));
}

function compareMetric(matched: MatchedCells, margins: Margins): MetricComparison {
  const { base, head } = matched;
  const { scenario, app, metric, title, unit, direction, clock } = anyCell(matched);
  const said = marginOf({ metric, unit, clock, scenario: scenarioMargins(scenario, matched) }, margins);
  const controls = controlsOf(matched, said.margin);
  const taken = base === undefined || head === undefined ? [] : pairs(head, base);
  return {
    ...{ scenario, app, metric, title, unit, direction, ...said },
    system: { base: base?.cell.system ?? '', head: head?.cell.system ?? '' },
    base: valuesOf(base),
    head: valuesOf(head),
    ...(taken.length === 0 || !varies(unit) ? {} : { pairs: taken }),
    ...(controls.length === 0 ? {} : { controls }),
    ...decide(base, head, said.margin),
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

function decide(base: Side | undefined, head: Side | undefined, margin: number): Decision {
  if (base === undefined || head === undefined) {
    const side = base === undefined ? 'head' : 'base';
    return refused('ONE_SIDE_ONLY', `Only the ${side} has this metric.`);
  }
  const fields = differingFields(head, base);
  if (fields.length > 0) {
    const words = fields.map(
      ({ field, value, baseline }) => `${field} (${baseline || 'none'}, ${value || 'none'})`,
    );
    const reason = `The sides differ in ${words.join(', ')}.`;
    return { verdict: 'not comparable', code: 'RATIO_NOT_COMPARABLE', reason, rules: [] };
  }
  const obstacle = cellObstacle(base) ?? cellObstacle(head);
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
  const { suspect, ...decision } = decidePaired({ pairs: taken, direction, margin });
  if (!suspect) return decision;
  const confirmed = { rule: 'fresh boots show the same', outcome: 'none were made', held: false };
  return { ...decision, rules: [...decision.rules, confirmed] };
}

function refused(code: string, reason: string): Decision {
  return { verdict: 'could not measure', code, reason, rules: [] };
}

function valuesOf(side: Side | undefined): SideValues {
  const values = side?.cell.values ?? [];
  if (side === undefined || values.length === 0) return { n: 0, values: [] };
  if (values.some((value) => !Number.isFinite(value))) return { n: values.length, values: [] };
  return { n: values.length, median: summarise(values, side.cell.clock).median, values };
}
