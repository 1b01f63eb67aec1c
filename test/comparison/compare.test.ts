// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Cell, compare } from '../../harness/comparison/index.js';
import type { Comparison } from '../../harness/statistics/index.js';
import { noisy } from '../support/random.js';
import { DETERMINISTIC, cell, ofOneRun, ofTwoRuns } from './fixture.js';

const ratio = (a: Cell, b: Cell): Comparison | undefined => compare('ratio', ...ofOneRun(a, b));
const difference = (a: Cell, b: Cell): Comparison | undefined => compare('difference', ...ofOneRun(a, b));
const ends = (found: Comparison | undefined): object => {
  const rounded = [found?.value, found?.low, found?.high].map((one) => Number(one?.toFixed(9)));
  return [...rounded, found?.n];
};

describe('a ratio of two cells', () => {
  it('is one without an interval for the baseline itself', () => {
    const baseline = cell('b', [1, 2]);
    const { value, low, high, method } = ratio(baseline, baseline) ?? {};
    assert.deepEqual([value, low, high, method], [1, 1, 1, 'baseline']);
  });
  it('is exact when both are the same in every deterministic boot', () => {
    const found = ratio(cell('s', [3, 3, 3], DETERMINISTIC), cell('b', [2, 2, 2], DETERMINISTIC));
    const interval = 'exact: identical in 3 boots';
    assert.deepEqual(found, { value: 1.5, low: 1.5, high: 1.5, n: 3, interval, method: 'exact' });
  });
  it('compares wall-clock boots pair by pair', () => {
    const found = ratio(cell('s', [20, 60, 30]), cell('b', [10, 20, 10]));
    assert.deepEqual(ends(found), [3, 2, 3, 3]);
    assert.equal(found?.interval, 'range of 3 paired boots');
  });
  it('turns over when the sides change places', () => {
    const a = cell('a', noisy(1, 10, 0.1));
    const b = cell('b', noisy(2, 10, 0.1));
    const [there, back] = [ratio(a, b), ratio(b, a)];
    assert.ok(Math.abs((there?.value ?? 0) * (back?.value ?? 0) - 1) < 1e-12);
    assert.ok(Math.abs((there?.low ?? 0) * (back?.high ?? 0) - 1) < 1e-12);
  });
  it('is narrower than its parts when the noise is shared', () => {
    const shared = noisy(3, 10, 0.2);
    const twice = shared.map((x) => 2 * x);
    const found = ratio(cell('s', twice), cell('b', shared));
    assert.deepEqual(ends(found), [2, 2, 2, 10]);
    const words = '95 % interval of the paired ratio (true coverage 97.8 %, 10 pairs of boots)';
    assert.equal(found?.interval, words);
  });
  it('pairs by boot number, not by place', () => {
    const failures = [{ boot: 1, code: 'X', message: '' }];
    const found = ratio(cell('s', [20, 40], { failures }), cell('b', [1, 10, 20]));
    assert.deepEqual(ends(found), [2, 2, 2, 2]);
  });
  it('falls back to the quotient of the ranges without a common boot', () => {
    const found = ratio(cell('s', [2, 4], { boots: [3, 4] }), cell('b', [1, 2], { boots: [1, 2] }));
    assert.deepEqual(ends(found), [2, 1, 4, 2]);
    assert.equal(found?.interval, 'unpaired: quotient of both ranges');
  });
  it('does not exist without values or against nothing', () => {
    assert.equal(ratio(cell('s', []), cell('b', [1])), undefined);
    assert.equal(ratio(cell('s', [1]), cell('b', [])), undefined);
    assert.equal(ratio(cell('s', [1]), cell('b', [0])), undefined);
    assert.equal(ratio(cell('b', [0]), cell('b', [0])), undefined, 'nothing is 1× of nothing');
  });
});

describe('a difference of two cells', () => {
  it('has a value against nothing, which a ratio has not', () => {
    const found = difference(cell('s', [3, 3], DETERMINISTIC), cell('b', [0, 0], DETERMINISTIC));
    assert.deepEqual([found?.value, found?.method], [3, 'exact']);
  });
  it('is taken pair by pair too, and says so', () => {
    const base = [10, 20, 30, 40, 50, 60];
    const found = difference(cell('s', base.map((x) => x + 5)), cell('b', base)); // prettier-ignore
    assert.deepEqual(ends(found), [5, 5, 5, 6]);
    assert.match(found?.interval ?? '', /^95 % interval of the paired difference \(true coverage 96\.8 %/);
  });
  it('of a cell and itself is nothing', () => {
    const baseline = cell('b', [1, 2]);
    assert.deepEqual(ends(difference(baseline, baseline)), [0, 0, 0, 2]);
  });
});

describe('two revisions of one system', () => {
  const before = { revision: 'v1' };
  const after = { revision: 'v2' };

  it('are two cells: their ratio is that of their values', () => {
    const found = ratio(
      cell('s', [3, 3], { ...DETERMINISTIC, ...after }),
      cell('s', [2, 2], { ...DETERMINISTIC, ...before }),
    );
    assert.deepEqual([found?.value, found?.method], [1.5, 'exact']);
  });
  it('are paired like two systems when one run made both', () => {
    const found = ratio(cell('s', [2, 6], after), cell('s', [1, 2], before));
    assert.deepEqual([found?.method, found?.n], ['paired', 2]);
  });
});

describe('the same cell of two runs', () => {
  it('is measured twice: no baseline, and no pairs', () => {
    const found = compare('ratio', ...ofTwoRuns(cell('s', [2, 4]), cell('s', [1, 2])));
    assert.deepEqual([...(ends(found) as number[]), found?.method], [2, 1, 4, 2, 'unpaired']);
  });
  it('is exact under the deterministic clock', () => {
    const found = compare(
      'ratio',
      ...ofTwoRuns(cell('s', [3], DETERMINISTIC), cell('s', [2], DETERMINISTIC)),
    );
    assert.deepEqual([found?.value, found?.method], [1.5, 'exact']);
  });
});
