// SPDX-License-Identifier: Apache-2.0
import type { Unit } from '../metric/types.js';
import { type Comparison, type Operation, summarise } from '../statistics/index.js';
import { compare } from './compare.js';
import { type UnlikeSetting, compareConditions } from './conditions.js';
import { type WantedCell, findCell } from './find.js';
import { type Obstacle, cellObstacle, comparisonObstacle, conditionsObstacle } from './obstacle.js';
import type { MeasuredRun, Side } from './side.js';

/** A settled number: what was made of two cells, and the medians behind it. */
export interface MeasuredComparison extends Comparison {
  /** Medians of the two systems, in `unit`. */
  system: number;
  baseline: number;
  unit: Unit;
  /** In what they were not measured alike; missing when all was. */
  differences?: UnlikeSetting[];
}

/** A settled number, or why there is none. */
export type Outcome = { measured: MeasuredComparison } | { obstacle: Obstacle };

/** A metric of an app in a scenario, on two systems. */
export interface SystemPair extends Pick<WantedCell, 'scenario' | 'app' | 'metric'> {
  system: string;
  baseline: string;
}

/**
 * The settled number of two systems of one run, or why there is none.
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) as {@link compare} does.
 */
export function compareSystems(run: MeasuredRun, operation: Operation, pair: SystemPair): Outcome {
  const { baseline: other, ...wanted } = pair;
  const side = findMeasured(run, wanted);
  if ('obstacle' in side) return side;
  const baseline = findMeasured(run, { ...wanted, system: other });
  if ('obstacle' in baseline) return baseline;
  return compareSides(operation, side.side, baseline.side);
}

/**
 * The settled number of two cells, of one run or of two, or why there is none: a boot that failed, none made yet, a baseline
 * that nothing can be divided by, conditions of which a ratio would mislead, or too few boots for an interval of values that vary from boot to boot.
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) as {@link compare} does.
 */
export function compareSides(operation: Operation, side: Side, baseline: Side): Outcome {
  const obstacle = cellObstacle(side) ?? cellObstacle(baseline) ?? conditionsObstacle(side, baseline);
  if (obstacle !== undefined) return { obstacle };
  const comparison = compare(operation, side, baseline);
  if (comparison === undefined) {
    const message = `${baseline.cell.system} has no positive value to compare with.`;
    return { obstacle: { kind: 'failed', code: 'NO_BASELINE', message } };
  }
  const { values, clock, unit } = side.cell;
  const differences = compareConditions(side, baseline);
  const unsettled = comparisonObstacle(comparison, unit);
  if (unsettled !== undefined) return { obstacle: unsettled };
  return {
    measured: {
      ...comparison,
      system: summarise(values, clock).median,
      baseline: summarise(baseline.cell.values, clock).median,
      unit,
      ...(differences.length === 0 ? {} : { differences }),
    },
  };
}

/** A cell with values, or why there is none. */
function findMeasured(run: MeasuredRun, wanted: WantedCell): ReturnType<typeof findCell> {
  const found = findCell(run, wanted);
  const obstacle = 'obstacle' in found ? undefined : cellObstacle(found.side);
  return obstacle === undefined ? found : { obstacle };
}
