// SPDX-License-Identifier: Apache-2.0
import {
  type Comparison,
  type Operation,
  compareConstants,
  comparePairs,
  compareSummaries,
  compareWithItself,
  isConstant,
  summarise,
} from '../statistics/index.js';
import { requireComparable } from './comparable.js';
import { pairs } from './pairing.js';
import { type Side, isItself } from './side.js';

/**
 * The value of a cell set against the baseline's, with an interval. Undefined when either has no values, and for a ratio when
 * the baseline is not positive.
 *
 * - `baseline`: a cell against itself.
 * - `exact`: deterministic clock and both sides the same in every boot; nothing to be uncertain of.
 * - `paired`: boots that were made side by side, compared one by one.
 * - `unpaired`: everything else; the medians, with an interval that both intervals leave open.
 *
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) when metric, unit, clock, its definition, monitor, host or parameters differ.
 */
export function compare(operation: Operation, side: Side, baseline: Side): Comparison | undefined {
  requireComparable(side, baseline);
  const [{ values, clock }, { values: others }] = [side.cell, baseline.cell];
  if (values.length === 0 || others.length === 0) return undefined;
  const mine = summarise(values, clock);
  const theirs = summarise(others, clock);
  if (operation === 'ratio' && theirs.median <= 0) return undefined;
  if (isItself(side, baseline)) return compareWithItself(operation, values.length);
  if (isConstant(values, clock) && isConstant(others, clock)) {
    return compareConstants(operation, mine, theirs);
  }
  return comparePairs(operation, pairs(side, baseline)) ?? compareSummaries(operation, mine, theirs);
}
