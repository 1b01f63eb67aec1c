// SPDX-License-Identifier: Apache-2.0

/** A seeded generator of uniform numbers in [0, 1): mulberry32, enough for tests and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal deviate by Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Factors around 1 with log-normal noise of the given relative size. */
export function noisy(seed: number, count: number, size: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => Math.exp(size * normal(random)));
}
