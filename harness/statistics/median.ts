// SPDX-License-Identifier: Apache-2.0

/** A sorted copy of the values, ascending. */
export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The value at a position that the caller knows to exist; NaN outside of the array. */
export function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}

/** The middle value of sorted values; the mean of the two middle values for an even count. */
export function medianOfSorted(sorted: readonly number[]): number {
  const upper = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(sorted, upper) : (at(sorted, upper - 1) + at(sorted, upper)) / 2;
}
