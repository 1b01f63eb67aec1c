// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { summarise } from '../../harness/statistics/index.js';

describe('summarise', () => {
  it('says one boot', () => {
    assert.deepEqual(summarise([7], 'wall'), { n: 1, median: 7, low: 7, high: 7, interval: 'one boot' });
  });

  it('says that deterministic boots are identical', () => {
    const interval = 'identical in 3 boots';
    assert.deepEqual(summarise([5, 5, 5], 'deterministic'), { n: 3, median: 5, low: 5, high: 5, interval });
  });

  it('does not take equal wall-clock values for a law', () => {
    assert.equal(summarise([5, 5, 5], 'wall').interval, 'range of 3 boots');
  });

  it('gives the range below six boots', () => {
    const interval = 'range of 4 boots';
    assert.deepEqual(summarise([4, 1, 3, 2], 'wall'), { n: 4, median: 2.5, low: 1, high: 4, interval });
  });

  it('gives the extremes of six boots as an interval', () => {
    const interval = '95 % interval of the median (true coverage 96.8 %, 6 boots)';
    assert.deepEqual(summarise([6, 5, 4, 3, 2, 1], 'wall'), { n: 6, median: 3.5, low: 1, high: 6, interval });
  });

  it('leaves out the extremes from nine boots', () => {
    const { low, high, interval } = summarise([9, 1, 8, 2, 7, 3, 6, 4, 5], 'deterministic');
    assert.deepEqual([low, high], [2, 8]);
    assert.equal(interval, '95 % interval of the median (true coverage 96.0 %, 9 boots)');
  });

  it('keeps the values in their order', () => {
    const values = [3, 1, 2];
    summarise(values, 'wall');
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('refuses an empty list', () => {
    assert.throws(() => summarise([], 'wall'), { code: 'STATISTICS_NO_VALUES', exit: 3 });
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuses ${value} and names its place`, () => {
      assert.throws(() => summarise([1, value], 'wall'), {
        code: 'STATISTICS_NOT_FINITE',
        message: /Value 2 of 2/,
      });
    });
  }
});
