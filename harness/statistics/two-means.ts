// SPDX-License-Identifier: Apache-2.0
import jstat from 'jstat';

/** Two means, and how likely such a difference would be if the values were of one population. */
export interface TwoMeans {
  before: number;
  after: number;
  /** Two-sided, 0 to 1. */
  probability: number;
}

/**
 * Student's t-test of two independent samples of equal variance, two-sided. Sides without any spread differ for certain, or not at all;
 * below three values nothing is certain. Source: Student, Biometrika 6 (1908) 1-25; the distribution from jstat.
 */
export function twoMeans(before: readonly number[], after: readonly number[]): TwoMeans {
  const [a, b] = [momentsOf(before), momentsOf(after)];
  const freedom = before.length + after.length - 2;
  const means = { before: a.mean, after: b.mean };
  if (before.length === 0 || after.length === 0 || freedom < 1) return { ...means, probability: 1 };
  const spread = ((a.squares + b.squares) / freedom) * (1 / before.length + 1 / after.length);
  const difference = a.mean - b.mean;
  if (difference === 0) return { ...means, probability: 1 };
  if (spread === 0) return { ...means, probability: 0 };
  // By the incomplete beta function, which holds where 1 less the distribution would be rounded to nothing.
  const probability = jstat.ibeta(freedom / (freedom + difference ** 2 / spread), freedom / 2, 0.5);
  return { ...means, probability: Math.min(1, Math.max(0, probability)) };
}

/** Mean, and the sum of the squares of what each value is away from it. */
function momentsOf(values: readonly number[]): { mean: number; squares: number } {
  const [first = 0] = values;
  if (values.every((value) => value === first)) return { mean: first, squares: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}
