// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import type { Clock } from '../metric/types.js';
import { ascending, medianOfSorted } from './median.js';
import { intervalOfSorted } from './order-interval.js';

/** Location and spread of the values of a cell. */
export interface CellSummary {
  n: number;
  median: number;
  /** Lower and upper end of the interval, in the unit of the values. */
  low: number;
  high: number;
  /** What the interval is, in words, e.g. `95 % interval of the median` or `range of 3 boots`. */
  interval: string;
}

/**
 * Location and spread of one value per boot. The boot is the unit of sampling: values taken inside one boot are
 * not independent and have to be reduced to one before they come here.
 *
 * The location is the median. The interval is, in this order: `one boot`; `identical in n boots` (deterministic
 * clock only: a wall clock that repeats itself is a coincidence or a coarse clock); from six boots the
 * distribution-free 95 % interval of `orderInterval`; below that the range, called a range.
 *
 * Throws `STATISTICS_NO_VALUES` for an empty list and `STATISTICS_NOT_FINITE` for NaN or infinity.
 */
export function summarise(values: readonly number[], clock: Clock): CellSummary {
  requireFinite(values);
  const n = values.length;
  const sorted = ascending(values);
  const median = medianOfSorted(sorted);
  const { low, high, coverage } = intervalOfSorted(sorted);
  return {
    n,
    median,
    low,
    high,
    interval: words(n, isConstant(sorted, clock), coverage),
  };
}

/** True when every boot gives the same value: the deterministic clock, and all values equal. */
export function isConstant(values: readonly number[], clock: Clock): boolean {
  const [first] = values;
  return clock === 'deterministic' && values.every((value) => value === first);
}

function words(n: number, identical: boolean, coverage: string | undefined): string {
  if (n === 1) return 'one boot';
  if (identical) return `identical in ${n} boots`;
  if (coverage === undefined) return `range of ${n} boots`;
  return `95 % interval of the median (true coverage ${coverage}, ${n} boots)`;
}

function requireFinite(values: readonly number[]): void {
  if (values.length === 0) {
    throw measureError(
      'STATISTICS_NO_VALUES',
      'There is no value to summarise.',
      'Show the cell as could not measure, with the code of its failed boots.',
    );
  }
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw measureError(
      'STATISTICS_NOT_FINITE',
      `Value ${index + 1} of ${values.length} is ${String(values[index])}, which is not a finite number.`,
      'Look at the console log of that boot; the parser of the workload must refuse such a value.',
    );
  }
}
