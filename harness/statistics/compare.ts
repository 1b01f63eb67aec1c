// SPDX-License-Identifier: Apache-2.0
import type { Comparison, Operation, ValuePair } from './comparison.js';
import { ascending, medianOfSorted } from './median.js';
import { FEWEST_FOR_INTERVAL, intervalOfSorted } from './order-interval.js';
import type { CellSummary } from './summarise.js';

/** A baseline against itself: a ratio of one, a difference of zero, nothing around it. */
export function compareWithItself(operation: Operation, n: number): Comparison {
  const value = operation === 'ratio' ? 1 : 0;
  return { value, low: value, high: value, n, interval: 'baseline', method: 'baseline' };
}

/** Two values that were the same in every boot; what is made of them has no spread. */
export function compareConstants(
  operation: Operation,
  mine: Pick<CellSummary, 'n' | 'median'>,
  theirs: Pick<CellSummary, 'n' | 'median'>,
): Comparison {
  const value = operation === 'ratio' ? mine.median / theirs.median : mine.median - theirs.median;
  const n = Math.min(mine.n, theirs.n);
  return { value, low: value, high: value, n, interval: constantWords(mine.n, theirs.n), method: 'exact' };
}

/**
 * Pairs of values, each compared by itself: the median of what the pairs give, and the interval of `orderInterval` from six
 * pairs, else the range. Ratios are compared as logarithms, so that A to B is exactly one over B to A. The result may differ a
 * little from what the two medians give. Undefined without pairs, and for a ratio when a value is not positive.
 */
export function comparePairs(operation: Operation, pairs: readonly ValuePair[]): Comparison | undefined {
  if (pairs.length === 0) return undefined;
  if (operation === 'difference') return pairedOf(operation, differencesOf(pairs), (value) => value);
  if (pairs.some(({ value, baseline }) => value <= 0 || baseline <= 0)) return undefined;
  const logs = pairs.map(({ value, baseline }) => Math.log(value / baseline));
  return pairedOf(operation, logs, Math.exp);
}

/**
 * Two groups of boots that have nothing to do with each other: ratio or difference of the medians, from the least to the most
 * that the two intervals leave open. By Bonferroni's inequality two 95 % intervals give at least 90 %.
 */
export function compareSummaries(operation: Operation, mine: CellSummary, theirs: CellSummary): Comparison {
  const confident = [mine, theirs].every(({ n }) => n >= FEWEST_FOR_INTERVAL);
  const what = operation === 'ratio' ? 'quotient' : 'difference';
  const interval = confident
    ? `${what} of both intervals (coverage at least 90 %)`
    : `${what} of both ranges`;
  const about = {
    n: Math.min(mine.n, theirs.n),
    interval: `unpaired: ${interval}`,
    method: 'unpaired' as const,
  };
  if (operation === 'difference') {
    return {
      value: mine.median - theirs.median,
      low: mine.low - theirs.high,
      high: mine.high - theirs.low,
      ...about,
    };
  }
  return {
    value: mine.median / theirs.median,
    low: mine.low / theirs.high,
    high: theirs.low > 0 ? mine.high / theirs.low : Number.POSITIVE_INFINITY,
    ...about,
  };
}

function differencesOf(pairs: readonly ValuePair[]): number[] {
  return pairs.map(({ value, baseline }) => value - baseline);
}

function pairedOf(
  operation: Operation,
  values: readonly number[],
  scaleBack: (value: number) => number,
): Comparison {
  const sorted = ascending(values);
  const { low, high, coverage } = intervalOfSorted(sorted);
  return {
    value: scaleBack(medianOfSorted(sorted)),
    low: scaleBack(low),
    high: scaleBack(high),
    n: sorted.length,
    interval: pairedWords(operation, sorted.length, coverage),
    method: 'paired',
  };
}

function constantWords(mine: number, theirs: number): string {
  if (mine !== theirs) return `${mine} against ${theirs} identical boots`;
  return mine === 1 ? 'one boot each' : `exact: identical in ${mine} boots`;
}

function pairedWords(operation: Operation, n: number, coverage: string | undefined): string {
  if (n === 1) return 'one pair of boots';
  if (coverage === undefined) return `range of ${n} paired boots`;
  return `95 % interval of the paired ${operation} (true coverage ${coverage}, ${n} pairs of boots)`;
}
