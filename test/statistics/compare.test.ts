// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  type Comparison,
  type ValuePair,
  compareConstants,
  comparePairs,
  compareSummaries,
  compareWithItself,
  summarise,
} from '../../harness/statistics/index.js';

const pairsOf = (...pairs: [number, number][]): ValuePair[] =>
  pairs.map(([value, baseline]) => ({ value, baseline }));

const ends = (found?: Comparison): (number | undefined)[] =>
  [found?.value, found?.low, found?.high].map((one) => (one === undefined ? one : Number(one.toFixed(9))));

describe('pairs of values', () => {
  it('give the geometric mean of two quotients', () =>
    assert.deepEqual(ends(comparePairs('ratio', pairsOf([1, 1], [4, 1]))), [2, 1, 4]));
  it('give the median of their differences', () =>
    assert.deepEqual(ends(comparePairs('difference', pairsOf([5, 1], [3, 1], [9, 1]))), [4, 2, 8]));
  it('give no ratio with a value that is not positive, but a difference', () => {
    assert.equal(comparePairs('ratio', pairsOf([0, 1])), undefined);
    assert.deepEqual(ends(comparePairs('difference', pairsOf([0, 1]))), [-1, -1, -1]);
  });
  it('give nothing when there are none', () => {
    assert.equal(comparePairs('ratio', []), undefined);
    assert.equal(comparePairs('difference', []), undefined);
  });
});

describe('two groups of values', () => {
  const wide = summarise([1, 2, 3, 4, 5, 6], 'wall');
  const narrow = summarise([10, 11, 12, 13, 14, 15], 'wall');

  it('give the least and the most that both intervals leave open', () => {
    assert.deepEqual(ends(compareSummaries('difference', narrow, wide)), [9, 4, 14]);
    assert.deepEqual(ends(compareSummaries('ratio', narrow, summarise([2, 4], 'wall'))), [12.5 / 3, 2.5, 7.5].map(round)); // prettier-ignore
  });
  it('say what two intervals promise together, and that ranges promise nothing', () => {
    const words = (mine: number[], theirs: number[]): string =>
      compareSummaries('ratio', summarise(mine, 'wall'), summarise(theirs, 'wall')).interval;
    const six = [1, 2, 3, 4, 5, 6];
    assert.equal(words(six, six), 'unpaired: quotient of both intervals (coverage at least 90 %)');
    assert.equal(words(six, [1, 2]), 'unpaired: quotient of both ranges');
    const difference = compareSummaries('difference', wide, narrow).interval;
    assert.equal(difference, 'unpaired: difference of both intervals (coverage at least 90 %)');
  });
  it('leave a ratio open above when the baseline may be nothing', () =>
    assert.equal(compareSummaries('ratio', wide, summarise([0, 2], 'wall')).high, Infinity));
});

describe('constants', () => {
  it('say how many boots stand behind them', () => {
    const words = (mine: number, theirs: number): string =>
      compareConstants('ratio', { n: mine, median: 3 }, { n: theirs, median: 2 }).interval;
    assert.equal(words(1, 1), 'one boot each');
    assert.equal(words(2, 3), '2 against 3 identical boots');
    assert.equal(words(3, 3), 'exact: identical in 3 boots');
  });
  it('are set against themselves without a calculation', () => {
    assert.equal(compareWithItself('ratio', 2).value, 1);
    assert.equal(compareWithItself('difference', 2).value, 0);
  });
});

function round(value: number): number {
  return Number(value.toFixed(9));
}
