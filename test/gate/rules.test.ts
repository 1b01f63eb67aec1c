// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { controlOf } from '../../harness/gate/control.js';
import { decideExact } from '../../harness/gate/exact.js';
import { decidePaired } from '../../harness/gate/paired.js';
import type { ValuePair } from '../../harness/statistics/index.js';

const exactly = (base: number[], head: number[], more = {}) =>
  decideExact({ base, head, unit: 'vns', direction: 'lower', margin: 0.001, ...more });

describe('the rule for exact values', () => {
  it('passes what is equal, and what is worse by less than the margin', () => {
    assert.equal(exactly([1000, 1000], [1000, 1000]).verdict, 'pass');
    assert.equal(exactly([10_000, 10_000], [10_009, 10_009]).verdict, 'pass');
  });
  it('is red from the margin on, by a single instruction', () => {
    assert.equal(exactly([100_000, 100_000], [100_100, 100_100]).verdict, 'regression');
    assert.equal(exactly([100_000, 100_000], [100_099, 100_099]).verdict, 'pass');
  });
  it('knows which way is better', () => {
    assert.equal(exactly([1000, 1000], [900, 900]).verdict, 'improvement');
    assert.equal(exactly([1000, 1000], [900, 900], { direction: 'higher' }).verdict, 'regression');
  });
  it('believes no time that was not shown to repeat', () => {
    const single = exactly([1000], [2000]);
    assert.deepEqual([single.verdict, single.code], ['could not measure', 'NOT_PROVEN']);
    const loose = exactly([1000, 1001], [2000, 2000]);
    assert.deepEqual([loose.verdict, loose.code], ['could not measure', 'NOT_DETERMINISTIC']);
  });
  it('needs no second look at a file', () =>
    assert.equal(exactly([1000], [1000], { unit: 'bytes' }).verdict, 'pass'));
  it('has no ratio to zero, and says what became of it', () => {
    const { verdict, ratio } = exactly([0, 0], [5, 5]);
    assert.deepEqual([verdict, ratio], ['regression', undefined]);
    assert.equal(exactly([0, 0], [0, 0]).verdict, 'pass');
    assert.equal(exactly([-10, -10], [-20, -20]).verdict, 'improvement');
  });
});

const pairsOf = (ratios: readonly number[]): ValuePair[] =>
  ratios.map((ratio, index) => ({ baseline: 100 + index, value: (100 + index) * ratio }));
const decide = (ratios: readonly number[], more = {}) =>
  decidePaired({ pairs: pairsOf(ratios), direction: 'lower', margin: 0.01, ...more });
const SMALL_NOISE = [0.999, 1.001, 1, 1.002, 0.998, 1.001, 0.999, 1, 1.001, 0.999];
const worse = SMALL_NOISE.map((ratio) => ratio * 1.05);

describe('the rule for paired boots', () => {
  it('passes noise below the margin', () => assert.equal(decide(SMALL_NOISE).verdict, 'pass'));
  it('takes what is worse for suspect until fresh boots show it too', () => {
    const first = decide(worse);
    assert.deepEqual([first.verdict, first.suspect], ['regression', true]);
    const confirmed = decide(worse, { fresh: pairsOf(worse) });
    assert.deepEqual([confirmed.verdict, confirmed.suspect], ['regression', false]);
    const accident = decide(worse, { fresh: pairsOf(SMALL_NOISE) });
    assert.deepEqual([accident.verdict, accident.code], ['inconclusive', 'NOT_CONFIRMED']);
  });
  it('knows which way is better', () => {
    assert.equal(decide(worse, { direction: 'higher' }).verdict, 'improvement');
    assert.equal(decide(SMALL_NOISE.map((one) => one / 1.05)).verdict, 'improvement');
  });
  it('leaves one wild outlier undecided instead of red', () =>
    assert.equal(decide([...SMALL_NOISE.slice(1), 3]).verdict, 'inconclusive'));
  it('hides nothing behind one wild outlier', () =>
    assert.equal(decide([...worse.slice(1), 5]).verdict, 'regression'));
  it('clears nothing by leaving the outermost away', () => {
    const rare = [...SMALL_NOISE, ...SMALL_NOISE.slice(1), 1.3];
    assert.equal(decide(rare).verdict, 'inconclusive');
  });
  it('leaves values with two centres undecided', () =>
    assert.equal(decide([1, 1.1, 1, 1.1, 1, 1.1, 1, 1.1, 1, 1.1]).verdict, 'inconclusive'));
  it('decides where all are equal', () => {
    assert.equal(decide([1, 1, 1, 1, 1]).verdict, 'pass');
    assert.equal(decide([1.02, 1.02, 1.02, 1.02, 1.02]).verdict, 'regression');
  });
  it('needs five pairs, and values above zero', () => {
    assert.equal(decide([1, 1, 1, 1]).code, 'TOO_FEW_BOOTS');
    assert.equal(decide([1, 1, 1, 1, 0]).code, 'NOT_POSITIVE');
    assert.equal(decide([1, 1, 1, 1, -1]).code, 'NOT_POSITIVE');
    assert.equal(decide([1, 1, 1, 1, Number.NaN]).code, 'NOT_POSITIVE');
  });
  it('says what it could have seen', () => {
    const { seen = 0 } = decide(SMALL_NOISE);
    assert.ok(seen > 1.01 && seen < 1.02, `${seen}`);
  });
});

describe('the control', () => {
  it('does not fire on a side that is like itself', () =>
    assert.equal(controlOf(SMALL_NOISE, 0.01)?.fired, false));
  it('fires where each second boot is another machine', () => {
    const turn = [100, 110, 110, 100, 100, 110, 110, 100, 100, 110, 110, 100];
    assert.equal(controlOf(turn, 0.01)?.fired, true);
  });
  it('pairs boots that are neighbours, and leaves out one whose neighbour failed', () => {
    const values = Array.from({ length: 12 }, () => 1);
    assert.equal(controlOf(values, 0.01)?.n, 6);
    const boots = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
    assert.equal(controlOf(values, 0.01, boots)?.n, 5);
  });
  it('knows nothing of a steady drift', () => {
    const drift = Array.from({ length: 12 }, (_, boot) => Math.exp(boot / 10));
    assert.equal(controlOf(drift, 0.01)?.fired, false);
  });
  it('is none of too few boots', () => assert.equal(controlOf([1, 1, 1, 1], 0.01), undefined));
});
