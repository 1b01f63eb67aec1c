// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { twoMeans } from '../../harness/statistics/index.js';

/** Two samples of ten each, whose means are so many standard errors apart: t with 18 degrees of freedom. */
function apart(t: number): number {
  const side = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? -1 : 1));
  const variance = 20 / 18;
  const shift = t * Math.sqrt((variance * 2) / 10);
  return twoMeans(
    side,
    side.map((value) => value + shift),
  ).probability;
}

describe('two means', () => {
  it('differ with the probability of the published table of t with 18 degrees of freedom', () => {
    for (const [t, probability] of [
      [1.33, 0.2],
      [1.734, 0.1],
      [2.101, 0.05],
      [2.552, 0.02],
      [2.878, 0.01],
      [3.922, 0.001],
    ] as const)
      assert.ok(Math.abs(apart(t) / probability - 1) < 0.005, `${t}: ${apart(t)}`);
  });

  it('of the series of Apache Otava’s tests are as certain as it says', () => {
    const base = [1.0, 1.02, 1.05, 0.95, 0.98];
    assert.ok(twoMeans(base, base).probability > 0.99);
    assert.ok(twoMeans(base, [0.8, 0.82, 0.85, 0.79, 0.77]).probability < 0.001);
  });

  it('without spread differ for certain or not at all, and are nothing below three values', () => {
    assert.equal(twoMeans([5, 5], [5.1, 5.1]).probability, 0);
    assert.equal(twoMeans([0.1, 0.1, 0.1], [0.1]).probability, 1);
    assert.equal(twoMeans([1], [2]).probability, 1);
    assert.equal(twoMeans([], [2, 3, 4]).probability, 1);
  });

  it('keep apart what is very certain from what is certain', () => {
    assert.ok(apart(30) > 0 && apart(30) < 1e-15, String(apart(30)));
    assert.ok(apart(60) < apart(30));
  });
});
