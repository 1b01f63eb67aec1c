// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../core/errors.js';
import type { Cell, CellSummary } from '../run/types.js';
import { ascending, medianOfSorted } from './median.js';
import { intervalOfSorted } from './order-interval.js';
import { pairs } from './pairing.js';
import { constant, summarise } from './summarise.js';

/** A system's value divided by the baseline's. */
export interface Ratio {
  value: number;
  low: number;
  high: number;
  /** Pairs of boots behind the ratio; for unpaired ratios the smaller number of boots. */
  n: number;
  /** What the interval is, in words, e.g. `range of 3 paired boots`. */
  interval: string;
  /** How it was computed: `exact` is a quotient of two constants, `paired` compares boot by boot. */
  method: 'baseline' | 'exact' | 'paired' | 'unpaired';
}

/**
 * The ratio of a cell to the baseline's cell, with an interval; undefined when either has no values or the
 * baseline is not positive.
 *
 * - `exact`: deterministic clock and both sides the same in every boot; the quotient has no spread.
 * - `paired`: d_i = ln(x_i / b_i) for each boot number that both sides have; the value is exp(median d) and the
 *   interval is exp of the order statistics of d, as in `orderInterval`, from six pairs, else the range. In
 *   logarithms the ratio of A to B is exactly one over the ratio of B to A. It is the median of the quotients and may
 *   differ a little from the quotient of the medians.
 * - `unpaired` (boots that were not made side by side, no boot number in common, or a value that is not positive): quotient of the medians, from
 *   low / high to high / low. By Bonferroni's inequality two 95 % intervals give at least 90 %.
 *
 * Throws `RATIO_NOT_COMPARABLE` when metric, unit, clock or host differ.
 */
export function ratio(cell: Cell, baseline: Cell): Ratio | undefined {
  requireComparable(cell, baseline);
  if (cell.values.length === 0 || baseline.values.length === 0) return undefined;
  const mine = summarise(cell.values, cell.clock);
  const theirs = summarise(baseline.values, baseline.clock);
  if (theirs.median <= 0) return undefined;
  if (cell.system === baseline.system) return unity(cell.values.length);
  if (
    cell.clock === 'deterministic' &&
    constant(ascending(cell.values)) &&
    constant(ascending(baseline.values))
  ) {
    return exact(mine, theirs);
  }
  return paired(cell, baseline) ?? unpaired(mine, theirs);
}

function unity(n: number): Ratio {
  return { value: 1, low: 1, high: 1, n, interval: 'baseline', method: 'baseline' };
}

function exact(mine: CellSummary, theirs: CellSummary): Ratio {
  const value = mine.median / theirs.median;
  const interval = exactWords(mine.n, theirs.n);
  return { value, low: value, high: value, n: Math.min(mine.n, theirs.n), interval, method: 'exact' };
}

function exactWords(mine: number, theirs: number): string {
  if (mine !== theirs) return `${mine} against ${theirs} identical boots`;
  return mine === 1 ? 'one boot each' : `exact: identical in ${mine} boots`;
}

function paired(cell: Cell, baseline: Cell): Ratio | undefined {
  const both = pairs(cell, baseline);
  if (both.length === 0 || both.some((pair) => pair.value <= 0 || pair.baseline <= 0)) return undefined;
  const logs = ascending(both.map((pair) => Math.log(pair.value / pair.baseline)));
  const { low, high, coverage } = intervalOfSorted(logs);
  return {
    value: Math.exp(medianOfSorted(logs)),
    low: Math.exp(low),
    high: Math.exp(high),
    n: logs.length,
    interval: pairedWords(logs.length, coverage),
    method: 'paired',
  };
}

function pairedWords(n: number, coverage: string | undefined): string {
  if (n === 1) return 'one pair of boots';
  if (coverage === undefined) return `range of ${n} paired boots`;
  return `95 % interval of the paired ratio (true coverage ${coverage}, ${n} pairs of boots)`;
}

function unpaired(mine: CellSummary, theirs: CellSummary): Ratio {
  const confident = [mine, theirs].every((side) => side.interval.startsWith('95 %'));
  const interval = confident
    ? 'quotient of both intervals (coverage at least 90 %)'
    : 'quotient of both ranges';
  return {
    value: mine.median / theirs.median,
    low: mine.low / theirs.high,
    high: theirs.low > 0 ? mine.high / theirs.low : Number.POSITIVE_INFINITY,
    n: Math.min(mine.n, theirs.n),
    interval: `unpaired: ${interval}`,
    method: 'unpaired',
  };
}

function requireComparable(cell: Cell, baseline: Cell): void {
  const fields = (['metric', 'unit', 'clock', 'host'] as const).filter(
    (field) => cell[field] !== baseline[field],
  );
  if (fields.length === 0) return;
  throw new BenchError({
    code: 'RATIO_NOT_COMPARABLE',
    message: `${cell.system} and ${baseline.system} differ in ${fields.join(', ')}.`,
    next: 'Compare only cells of one metric, unit, clock and host.',
    exit: EXIT.notComparable,
  });
}
