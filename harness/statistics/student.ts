// SPDX-License-Identifier: Apache-2.0
import jstat from 'jstat';

/** Between what the mean of a population lies, and the most that each end is wrong with. */
export interface MeanBounds {
  n: number;
  mean: number;
  /** The mean is below `low`, or above `high`, with the probability 1 - confidence each. */
  low: number;
  high: number;
  /** Standard deviation of one value. */
  deviation: number;
}

/**
 * One-sided bounds of a mean by Student's t, each with the given confidence. Undefined below two values: one says nothing of
 * its spread. Source: Student, Biometrika 6 (1908) 1-25; quantiles from jstat.
 */
export function meanBounds(values: readonly number[], confidence: number): MeanBounds | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const reach = (quantile(confidence, n - 1) * deviation) / Math.sqrt(n);
  return { n, mean, low: mean - reach, high: mean + reach, deviation };
}

/**
 * The least true mean that bounds of these values would lie beyond `margin` for, four times of five.
 * @param deviation standard deviation of one value. @param n number of values, two at least.
 */
export function smallestSeen(deviation: number, n: number, confidence: number, margin: number): number {
  const width = deviation / Math.sqrt(n);
  return margin + (quantile(confidence, n - 1) + quantile(POWER, n - 1)) * width;
}

/** How often an effect of {@link smallestSeen} is seen. */
const POWER = 0.8;

function quantile(probability: number, freedom: number): number {
  return jstat.studentt.inv(probability, freedom);
}
