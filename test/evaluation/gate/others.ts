// SPDX-License-Identifier: Apache-2.0
import jstat from 'jstat';

// Rules that tools publish for the same question. True is red. All values are times: more is worse.

/** A single new value against a history: beyond the one-sided bound of Student's t. As Bencher's t-test threshold. */
export function againstHistory(history: readonly number[], value: number, confidence = 0.99): boolean {
  const { mean, deviation } = moments(history);
  return value > mean + jstat.studentt.inv(confidence, history.length - 1) * deviation;
}

/** The mean is greater by a twentieth, and 99 of 100 random labellings differ less. */
export function permutation(base: readonly number[], head: readonly number[], random: () => number): boolean {
  const observed = moments(head).mean - moments(base).mean;
  if (observed <= 0.05 * moments(base).mean) return false;
  const all = [...base, ...head];
  const tries = 400;
  let asLarge = 0;
  for (let one = 0; one < tries; one += 1) {
    shuffle(all, random);
    const difference = moments(all.slice(base.length)).mean - moments(all.slice(0, base.length)).mean;
    if (Math.abs(difference) >= observed) asLarge += 1;
  }
  return (asLarge + 1) / (tries + 1) < 0.01;
}

/** Mann and Whitney's test, two-sided by the normal approximation, and the median greater by a factor. */
export function mannWhitney(
  base: readonly number[],
  head: readonly number[],
  p: number,
  factor: number,
): boolean {
  if (medianOf(head) < medianOf(base) * factor) return false;
  const [n, m] = [base.length, head.length];
  const wins = head.reduce((sum, value) => sum + base.filter((other) => other < value).length, 0);
  const z = (wins - (n * m) / 2 - 0.5) / Math.sqrt((n * m * (n + m + 1)) / 12);
  // With so many degrees of freedom Student's t is the normal distribution.
  return z > jstat.studentt.inv(1 - p / 2, 1e6);
}

/** Student's t of two groups, two-sided. With values of one boot pooled it takes them for independent. */
export function twoGroups(base: readonly number[], head: readonly number[], p: number): boolean {
  const [before, after] = [moments(base), moments(head)];
  const freedom = base.length + head.length - 2;
  const pooled =
    ((base.length - 1) * before.deviation ** 2 + (head.length - 1) * after.deviation ** 2) / freedom;
  const error = Math.sqrt(pooled * (1 / base.length + 1 / head.length));
  return after.mean - before.mean > jstat.studentt.inv(1 - p / 2, freedom) * error;
}

function moments(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
}

function shuffle(values: number[], random: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [values[last], values[other]];
    if (a !== undefined && b !== undefined) [values[last], values[other]] = [b, a];
  }
}
