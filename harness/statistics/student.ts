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

/** Bounds that know how many values made their deviation. */
export interface TrimmedBounds extends MeanBounds {
  /** Degrees of freedom. */
  freedom: number;
}

/**
 * As {@link meanBounds}, of the values without the lowest and the highest tenth, rounded down: one wild value neither moves the
 * bounds nor makes them so wide that they say nothing. Below ten values nothing is left out. Source: J. W. Tukey and D. H. McLaughlin,
 * Sankhya A 25 (1963) 331-352; the deviation is of the values with each tenth drawn in to its neighbour.
 */
export function trimmedBounds(values: readonly number[], confidence: number): TrimmedBounds | undefined {
  const n = values.length;
  const cut = Math.floor(n / 10);
  const sorted = [...values].sort((a, b) => a - b);
  const inner = sorted.slice(cut, n - cut);
  const [least = 0, most = 0] = [inner[0], inner.at(-1)];
  const drawnIn = meanBounds(
    sorted.map((value) => Math.min(Math.max(value, least), most)),
    confidence,
  );
  const kept = meanBounds(inner, confidence);
  if (drawnIn === undefined || kept === undefined) return undefined;
  const freedom = inner.length - 1;
  const deviation = drawnIn.deviation / (1 - (2 * cut) / n);
  const reach = (quantile(confidence, freedom) * deviation) / Math.sqrt(n);
  return { n, mean: kept.mean, low: kept.mean - reach, high: kept.mean + reach, deviation, freedom };
}

/**
 * The least true mean that bounds of these values would lie beyond `margin` for, four times of five.
 * @param deviation standard deviation of one value. @param n number of values, two at least.
 * @param freedom degrees of freedom of the deviation.
 */
export function smallestSeen(
  deviation: number,
  n: number,
  confidence: number,
  margin: number,
  freedom = n - 1,
): number {
  const width = deviation / Math.sqrt(n);
  return margin + (quantile(confidence, freedom) + quantile(POWER, freedom)) * width;
}

/** How often an effect of {@link smallestSeen} is seen. */
const POWER = 0.8;

function quantile(probability: number, freedom: number): number {
  const key = `${probability} ${freedom}`;
  const value = known.get(key) ?? jstat.studentt.inv(probability, freedom);
  known.set(key, value);
  return value;
}

/** The same few are asked for again and again. */
const known = new Map<string, number>();
