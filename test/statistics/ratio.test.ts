// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Cell } from '../../harness/run/types.js';
import { bootNumbers, pairs, ratio } from '../../harness/statistics/index.js';
import { noisy } from '../support/random.js';

function cell(system: string, values: number[], more: Partial<Cell> = {}): Cell {
  const base = { scenario: 's', app: 'a', metric: 'm', title: 'M', unit: 'ns', direction: 'lower' } as const;
  return { ...base, system, values, clock: 'wall', host: 'h', failures: [], ...more };
}

const exact = { clock: 'deterministic' } as const;

describe('ratio', () => {
  it('is one without an interval for the baseline itself', () => {
    const baseline = cell('b', [1, 2]);
    const { value, low, high, method } = ratio(baseline, baseline) ?? {};
    assert.deepEqual([value, low, high, method], [1, 1, 1, 'baseline']);
  });

  it('is exact when both are the same in every deterministic boot', () => {
    const found = ratio(cell('s', [3, 3, 3], exact), cell('b', [2, 2, 2], exact));
    const interval = 'exact: identical in 3 boots';
    assert.deepEqual(found, { value: 1.5, low: 1.5, high: 1.5, n: 3, interval, method: 'exact' });
  });

  it('says how many boots stand behind an exact ratio', () => {
    const words = (mine: number[], theirs: number[]): string | undefined =>
      ratio(cell('s', mine, exact), cell('b', theirs, exact))?.interval;
    assert.equal(words([3], [2]), 'one boot each');
    assert.equal(words([3, 3], [2, 2, 2]), '2 against 3 identical boots');
  });

  it('compares wall-clock boots pair by pair', () => {
    const found = ratio(cell('s', [20, 60, 30]), cell('b', [10, 20, 10]));
    assert.deepEqual(rounded(found), { value: 3, low: 2, high: 3, n: 3 });
    assert.equal(found?.interval, 'range of 3 paired boots');
  });

  it('is the geometric mean of two pairs', () => {
    assert.deepEqual(rounded(ratio(cell('s', [1, 4]), cell('b', [1, 1]))), {
      value: 2,
      low: 1,
      high: 4,
      n: 2,
    });
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
    const found = ratio(
      cell(
        's',
        shared.map((x) => 2 * x),
      ),
      cell('b', shared),
    );
    assert.deepEqual(rounded(found), { value: 2, low: 2, high: 2, n: 10 });
    assert.equal(
      found?.interval,
      '95 % interval of the paired ratio (true coverage 97.8 %, 10 pairs of boots)',
    );
  });

  it('pairs by boot number, not by place', () => {
    const failures = [{ boot: 1, code: 'X', message: '' }];
    const found = ratio(cell('s', [20, 40], { failures }), cell('b', [1, 10, 20]));
    assert.deepEqual(rounded(found), { value: 2, low: 2, high: 2, n: 2 });
  });

  it('falls back to the quotient of the ranges without a common boot', () => {
    const found = ratio(cell('s', [2, 4], { boots: [3, 4] }), cell('b', [1, 2], { boots: [1, 2] }));
    assert.deepEqual(rounded(found), { value: 2, low: 1, high: 4, n: 2 });
    assert.equal(found?.interval, 'unpaired: quotient of both ranges');
  });

  it('states what two intervals promise together', () => {
    const later = { boots: [11, 12, 13, 14, 15, 16] };
    const found = ratio(cell('s', [1, 2, 3, 4, 5, 6], later), cell('b', [1, 2, 3, 4, 5, 6]));
    assert.equal(found?.interval, 'unpaired: quotient of both intervals (coverage at least 90 %)');
  });

  it('does not exist without values or against nothing', () => {
    assert.equal(ratio(cell('s', []), cell('b', [1])), undefined);
    assert.equal(ratio(cell('s', [1]), cell('b', [])), undefined);
    assert.equal(ratio(cell('s', [1]), cell('b', [0])), undefined);
    assert.equal(ratio(cell('b', [0]), cell('b', [0])), undefined, 'nothing is 1× of nothing');
  });

  for (const [field, other] of Object.entries({
    metric: 'x',
    unit: 'MiB',
    clock: 'deterministic',
    host: 'x',
  })) {
    it(`refuses cells that differ in ${field}`, () => {
      const baseline = cell('b', [1], { [field]: other });
      assert.throws(() => ratio(cell('s', [1]), baseline), { code: 'RATIO_NOT_COMPARABLE', exit: 5 });
    });
  }
});

describe('pairs', () => {
  it('skips failed boots when numbers are not recorded', () => {
    const failures = [2, 2, 4].map((boot) => ({ boot, code: 'X', message: '' }));
    assert.deepEqual(bootNumbers(cell('s', [1, 1, 1], { failures })), [1, 3, 5]);
  });

  it('keeps only boots that both sides have', () => {
    const found = pairs(cell('s', [1, 2], { boots: [1, 3] }), cell('b', [5, 6], { boots: [3, 4] }));
    assert.deepEqual(found, [{ boot: 3, value: 2, baseline: 5 }]);
  });
});

function rounded(found: ReturnType<typeof ratio>): object {
  const { value, low, high, n } = found ?? { value: 0, low: 0, high: 0, n: 0 };
  const [a, b, c] = [value, low, high].map((number) => Math.round(number * 1e9) / 1e9);
  return { value: a, low: b, high: c, n };
}
