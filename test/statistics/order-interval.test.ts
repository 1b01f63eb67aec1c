// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { FEWEST_FOR_INTERVAL, orderInterval, summarise } from '../../harness/statistics/index.js';
import { normal, seeded } from '../support/random.js';

/** Ranks as printed tables of the sign test's interval have them. */
const TABLE: [number, number][] = [
  [6, 1],
  [8, 1],
  [9, 2],
  [11, 2],
  [12, 3],
  [15, 4],
  [20, 6],
  [25, 8],
  [30, 10],
  [50, 18],
  [100, 40],
];

describe('orderInterval', () => {
  for (const [n, rank] of TABLE) {
    it(`takes rank ${rank} of ${n}`, () => assert.equal(orderInterval(n)?.rank, rank));
  }

  it('needs six values for 95 %', () => {
    assert.equal(FEWEST_FOR_INTERVAL, 6);
    for (let n = 0; n < 6; n += 1) assert.equal(orderInterval(n), undefined);
  });

  it('states the coverage that counting all outcomes gives', () => {
    for (let n = 6; n <= 14; n += 1) {
      const { rank = 0, coverage } = orderInterval(n) ?? {};
      assert.ok(Math.abs(counted(n, rank) - (coverage ?? 0)) < 1e-12, `n = ${n}`);
      assert.ok(counted(n, rank + 1) < 0.95, `the next rank of ${n} would be too narrow`);
    }
  });

  it('works for far more values than 2^-n can be written for', () => {
    const { rank = 0, coverage = 0 } = orderInterval(5000) ?? {};
    assert.equal(rank, 2431);
    assert.ok(coverage >= 0.95 && coverage < 0.952);
  });

  for (const n of [6, 10, 17]) {
    it(`covers the median of skewed noise as often as it says, n = ${n}`, () => {
      const random = seeded(n);
      let covered = 0;
      for (let trial = 0; trial < 4000; trial += 1) {
        const { low, high } = summarise(
          Array.from({ length: n }, () => Math.exp(normal(random))),
          'wall',
        );
        if (low <= 1 && high >= 1) covered += 1;
      }
      assert.ok(Math.abs(covered / 4000 - (orderInterval(n)?.coverage ?? 0)) < 0.01);
    });
  }
});

/** Share of all 2^n ways to fall below or above the median for which ranks k and n + 1 - k enclose it. */
function counted(n: number, rank: number): number {
  let covered = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome += 1) {
    const below = outcome.toString(2).replaceAll('0', '').length;
    if (below >= rank && n - below >= rank) covered += 1;
  }
  return covered / 2 ** n;
}
