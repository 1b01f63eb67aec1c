// SPDX-License-Identifier: Apache-2.0
import { at } from './median.js';

/** An interval between two order statistics of a sample. */
export interface OrderInterval {
  /** Rank k, from 1: the interval reaches from the k-th smallest to the k-th largest value. */
  rank: number;
  /** Probability that the interval covers the true median, for any continuous distribution. */
  coverage: number;
}

/** Fewest values for which the smallest and the largest enclose the median with 95 % confidence. */
export const FEWEST_FOR_INTERVAL = 6;

/**
 * The narrowest symmetric pair of order statistics that covers the median with at least the given confidence.
 *
 * Each value lies below the true median with probability 1/2, whatever the distribution; so the number of values
 * below it is B ~ Binomial(n, 1/2), and the interval from the k-th smallest to the k-th largest value misses the
 * median only if B < k or B > n - k. Hence coverage(k) = 1 - 2 P(B <= k - 1), exact for continuous distributions
 * and a lower bound when values tie. Source: W. R. Thompson, Annals of Mathematical Statistics 7 (1936) 122-128;
 * H. A. David and H. N. Nagaraja, Order Statistics, 3rd edition (2003), section 7.1.
 *
 * Undefined when no pair is enough: below {@link FEWEST_FOR_INTERVAL} values at 95 %.
 */
export function orderInterval(n: number, confidence = 0.95): OrderInterval | undefined {
  let found: OrderInterval | undefined;
  let below = 0;
  let logMass = -n * Math.LN2;
  for (let rank = 1; rank <= n / 2; rank += 1) {
    below += Math.exp(logMass);
    const coverage = 1 - 2 * below;
    if (coverage < confidence) break;
    found = { rank, coverage };
    logMass += Math.log(n - rank + 1) - Math.log(rank);
  }
  return found;
}

/** Ends of the interval in sorted values, and its true coverage as the reader sees it. */
export function intervalOfSorted(sorted: readonly number[]): {
  low: number;
  high: number;
  coverage?: string;
} {
  const order = orderInterval(sorted.length);
  const rank = order?.rank ?? 1;
  const ends = { low: at(sorted, rank - 1), high: at(sorted, sorted.length - rank) };
  return order === undefined ? ends : { ...ends, coverage: percentDown(order.coverage) };
}

/** A probability as a percentage with one decimal, rounded down so that it never promises too much. */
function percentDown(probability: number): string {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)} %`;
}
