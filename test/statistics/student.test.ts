// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { meanBounds, rateOf, smallestSeen, trimmedBounds } from '../../harness/statistics/index.js';

/** Quantiles of Student's t as tables print them: R. A. Fisher and F. Yates, Statistical Tables, table III. */
const TABLE: readonly (readonly [n: number, at95: number, at99: number])[] = [
  [2, 6.314, 31.821],
  [3, 2.92, 6.965],
  [6, 2.015, 3.365],
  [10, 1.833, 2.821],
  [21, 1.725, 2.528],
  [121, 1.658, 2.358],
];

/** Values with mean 5 and a standard deviation of 1. */
function unit(n: number): number[] {
  const values = Array.from({ length: n }, (_, index) => index);
  const mean = (n - 1) / 2;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  return values.map((value) => 5 + (value - mean) / deviation);
}

describe('bounds of a mean', () => {
  for (const [n, at95, at99] of TABLE) {
    it(`have the quantiles of the published table for ${n} values`, () => {
      for (const [confidence, quantile] of [
        [0.95, at95],
        [0.99, at99],
      ] as const) {
        const { low = 0, high = 0, mean = 0 } = meanBounds(unit(n), confidence) ?? {};
        assert.ok(Math.abs(mean - 5) < 1e-9);
        assert.ok(Math.abs((high - 5) * Math.sqrt(n) - quantile) < 6e-4, `${(high - 5) * Math.sqrt(n)}`);
        assert.ok(Math.abs(5 - low - (high - 5)) < 1e-9);
      }
    });
  }

  it('are none of one value', () => assert.equal(meanBounds([1], 0.99), undefined));
  it('are the value itself where all are equal', () =>
    assert.deepEqual(meanBounds([2, 2, 2], 0.99), { n: 3, mean: 2, low: 2, high: 2, deviation: 0 }));

  it('say what they could have seen: less with more values, never less than the margin', () => {
    const few = smallestSeen(0.01, 5, 0.99, 0.01);
    const many = smallestSeen(0.01, 50, 0.99, 0.01);
    assert.ok(few > many && many > 0.01);
    assert.ok(Math.abs(smallestSeen(0, 5, 0.99, 0.01) - 0.01) < 1e-12);
  });
});

describe('bounds of a mean without the outermost tenths', () => {
  /** Student's own data (Biometrika 6, 1908): hours of sleep gained by ten patients. */
  const SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

  it('draw the outermost in, as Tukey and McLaughlin do', () => {
    const { mean = 0, deviation = 0, freedom } = trimmedBounds(SLEEP, 0.99) ?? {};
    // By hand: the inner eight have the mean 11.2 / 8; drawn in to 0.8 and 2.4 the squares around 1.44 are 3.084.
    assert.ok(Math.abs(mean - 1.4) < 1e-12 && Math.abs(deviation - Math.sqrt(3.084 / 9) / 0.8) < 1e-12);
    assert.equal(freedom, 7);
  });
  it('are those of all values below ten', () => {
    const { low, high } = trimmedBounds(unit(9), 0.99) ?? {};
    const all = meanBounds(unit(9), 0.99);
    assert.deepEqual(
      [low, high].map((one) => one?.toFixed(9)),
      [all?.low, all?.high].map((one) => one?.toFixed(9)),
    );
  });
  it('are none of one value', () => assert.equal(trimmedBounds([1], 0.99), undefined));
});

describe('a rate', () => {
  it('has the exact interval of the published table', () => {
    // C. J. Clopper and E. S. Pearson's interval for 4 of 20, 95 %: 0.0573 to 0.4366.
    const { low, high } = rateOf(4, 20);
    assert.ok(Math.abs(low - 0.0573) < 1e-4 && Math.abs(high - 0.4366) < 1e-4, `${low} ${high}`);
  });
  it('reaches to zero and to one', () => {
    assert.equal(rateOf(0, 10).low, 0);
    assert.equal(rateOf(10, 10).high, 1);
    assert.ok(Math.abs(rateOf(0, 10).high - 0.3085) < 1e-4);
  });
});
