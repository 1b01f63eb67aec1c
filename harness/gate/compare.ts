// SPDX-License-Identifier: Apache-2.0
import { type Side, cellObstacle, differingFields, pairs } from '../comparison/index.js';
import { varies } from '../metric/units.js';
import { summarise } from '../statistics/index.js';
import { controlOf } from './control.js';
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
  const margin = marginOf(metric, clock, margins);
  const control =
    clock === 'wall' && varies(unit) && base !== undefined ? controlOf(base.cell.values, margin) : undefined;
  return {
    ...{ scenario, app, metric, title, unit, direction, margin },
    system: { base: base?.cell.system ?? '', head: head?.cell.system ?? '' },
    base: valuesOf(base),
    head: valuesOf(head),
    ...(control === undefined ? {} : { control }),
    ...decide(base, head, margin),
  };
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
