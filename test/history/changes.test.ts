// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { changePoints } from '../../harness/history/changes/changes.js';
import { bestCandidate, distancesOf, divergence } from '../../harness/history/changes/energy.js';
import { normal, seeded } from '../support/random.js';

/** The series of Otava's own tests, and where it says that they change. */
const OTAVA = {
  one: [
    ...[1.02, 0.95, 0.99, 1.0, 1.12, 1.0, 1.01, 0.98, 1.01, 0.96],
    ...[0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5, 0.49],
  ],
  later: [0.47, 0.48, 0.45, 0.01, 0.1, 0.22],
  two: [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0],
};

const placesOf = (...given: Parameters<typeof changePoints>): number[] =>
  changePoints(...given).map(({ index }) => index);

/** The divergence as its definition has it, pair by pair. */
function slowDivergence(values: readonly number[], at: number, to: number): number {
  const [x, y] = [values.slice(0, at), values.slice(at, to)];
  const mean = (pairs: number[][]): number =>
    pairs.length === 0 ? 0 : pairs.reduce((sum, [a = 0, b = 0]) => sum + Math.abs(a - b), 0) / pairs.length;
  const across = x.flatMap((a) => y.map((b) => [a, b]));
  const within = (side: number[]): number[][] => side.flatMap((a, i) => side.slice(i + 1).map((b) => [a, b]));
  const size = (x.length * y.length) / (x.length + y.length);
  return size * (2 * mean(across) - mean(within(x)) - mean(within(y)));
}

/** Values around levels, each for so many commits. */
function levels(seed: number, noise: number, ...parts: [level: number, count: number][]): number[] {
  const random = seeded(seed);
  return parts.flatMap(([level, count]) =>
    Array.from({ length: count }, () => level * (1 + noise * normal(random))),
  );
}

describe('change points', () => {
  it('stand where Apache Otava finds them in the series of its own tests', () => {
    assert.deepEqual(placesOf(OTAVA.one, { window: 10, most: 0.0001 }), [10]);
    assert.deepEqual(placesOf([...OTAVA.one, 0.47], { window: 50, most: 0.0001 }), [10]);
    for (const window of [10, 50])
      assert.deepEqual(placesOf([...OTAVA.one, ...OTAVA.later, 0.27], { window, most: 0.0001 }), [10, 23]);
    assert.deepEqual(placesOf(OTAVA.two, { window: 50, most: 0.01 }), [5, 8]);
  });

  it('have the divergence that its definition gives, pair by pair', () => {
    const distances = distancesOf(OTAVA.two);
    let best = { index: 0, divergence: 0 };
    for (let at = 1; at < OTAVA.two.length; at += 1)
      for (let to = at + 1; to <= OTAVA.two.length; to += 1) {
        const slow = slowDivergence(OTAVA.two, at, to);
        assert.ok(
          Math.abs(divergence(distances, 0, at, to) - slow) < 1e-9 * (1 + Math.abs(slow)),
          `${at} ${to}`,
        );
        if (slow > best.divergence) best = { index: at, divergence: slow };
      }
    assert.equal(bestCandidate(distances, 0, OTAVA.two.length)?.index, best.index);
  });

  it('are found within a few commits for steps of three deviations, there and back', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const found = placesOf(levels(seed, 0.01, [100, 60], [103, 40], [100, 80]));
      const near = [60, 100].map((place) => found.find((one) => Math.abs(one - place) <= 4));
      assert.ok(!near.includes(undefined), `seed ${seed}: ${found.join(' ')}`);
    }
  });

  it('are hardly ever found in noise: at most one in forty series of 200 values', () => {
    let found = 0;
    for (let seed = 1; seed <= 40; seed += 1) found += placesOf(levels(seed, 0.02, [50, 200])).length;
    assert.ok(found <= 8, `${found} in 8,000 values`);
  });

  it('of counted instructions stand exactly at each step, however small', () => {
    const counts = [
      ...Array<number>(7).fill(7_269_985),
      ...Array<number>(5).fill(7_269_986),
      7_400_000,
      7_400_000,
    ];
    assert.deepEqual(placesOf(counts), [7, 12]);
    assert.deepEqual(placesOf(Array<number>(30).fill(5)), []);
  });

  it('are the same whenever they are asked for, and do not change with the unit', () => {
    const values = levels(5, 0.01, [10, 70], [11, 70]);
    assert.deepEqual(changePoints(values), changePoints([...values]));
    assert.deepEqual(placesOf(values.map((value) => value * 2 ** 20)), placesOf(values));
  });

  it('need values', () => {
    for (const values of [[], [1], [1, 2]]) assert.deepEqual(placesOf(values), []);
  });

  it('of ten thousand values are found in a moment', () => {
    const values = levels(9, 0.01, [100, 4000], [104, 3000], [101, 3000]);
    const found = placesOf(values);
    for (const place of [4000, 7000])
      assert.ok(
        found.some((one) => Math.abs(one - place) <= 2),
        found.join(' '),
      );
  });
});
