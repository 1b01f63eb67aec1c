// SPDX-License-Identifier: Apache-2.0

/** Where a part of a series is most unlike what comes before, and how much. */
export interface Candidate {
  /** The first value behind the change. */
  index: number;
  /** The divergence of both sides, scaled by their sizes; without a unit of its own. */
  divergence: number;
}

/** Sums of the distances between the values of a series, so that those of any two parts are known at once. */
export interface Distances {
  /** Sum of |x - y| over x in [from, to) and y in [other, end). */
  between(from: number, to: number, other: number, end: number): number;
}

/** Distances between all values of a series: memory grows with the square of its length, so it is used on windows. */
export function distancesOf(values: readonly number[]): Distances {
  const side = values.length + 1;
  const sums = new Float64Array(side * side);
  for (const [i, a] of values.entries()) {
    let row = 0;
    for (const [j, b] of values.entries()) {
      row += Math.abs(a - b);
      sums[(i + 1) * side + j + 1] = (sums[i * side + j + 1] ?? 0) + row;
    }
  }
  const until = (i: number, j: number): number => sums[i * side + j] ?? 0;
  return {
    between: (from, to, other, end) =>
      until(to, end) - until(from, end) - until(to, other) + until(from, other),
  };
}

/**
 * The energy divergence of [from, at) and [at, to) by Matteson and James, with the exponent 1: twice the mean distance between the two, less
 * the mean distance within each, times the product of their sizes by the sum of them. A part of one value has no distance within.
 */
export function divergence(distances: Distances, from: number, at: number, to: number): number {
  const [n, m] = [at - from, to - at];
  const across = (2 * distances.between(from, at, at, to)) / (n * m);
  // Each pair is counted from both its ends, and none with itself.
  const left = n < 2 ? 0 : distances.between(from, at, from, at) / (n * (n - 1));
  const right = m < 2 ? 0 : distances.between(at, to, at, to) / (m * (m - 1));
  return ((n * m) / (n + m)) * (across - left - right);
}

/**
 * The best place for a change in [from, to): of all places, and of all ends of what comes behind, because a later change back would hide
 * it. Undefined where there are fewer than two values, or all are equal.
 */
export function bestCandidate(distances: Distances, from: number, to: number): Candidate | undefined {
  let best: Candidate | undefined;
  for (let at = from + 1; at < to; at += 1) {
    for (let end = at + 1; end <= to; end += 1) {
      const found = divergence(distances, from, at, end);
      if (found > (best?.divergence ?? 0)) best = { index: at, divergence: found };
    }
  }
  return best;
}
