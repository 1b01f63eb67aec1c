// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import type { Clock } from '../metric/types.js';
import type { CellSummary } from '../run/types.js';
import { ascending, at, medianOfSorted } from './median.js';
import { intervalOfSorted } from './order-interval.js';

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
    interval: words(n, clock === 'deterministic' && constant(sorted), coverage),
  };
}

/** True when all sorted values are the same. */
export function constant(sorted: readonly number[]): boolean {
  return at(sorted, 0) === at(sorted, sorted.length - 1);
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
