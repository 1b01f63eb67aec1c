// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { priceCategories } from '../../harness/ablation/prices.js';
import type { PriceTable } from '../../harness/ablation/result.js';
import type { Ablation } from '../../harness/plan/ablation.js';
import { ABLATION, type Values, ablationRun } from './fixture.js';

function tablesOf(values: Values = {}, ablation: Ablation = ABLATION): PriceTable[] {
  return priceCategories(ablationRun(values), ablation).tables;
}
const order = (table: PriceTable | undefined): string[] =>
  table?.prices.map(({ category }) => category) ?? [];

describe('prices', () => {
  it('are differences and ratios to the small kernel, exact, the dearest first', () => {
    const [bytes] = tablesOf();
    assert.deepEqual(order(bytes), ['hardware', 'crypto', 'jump']);
    assert.deepEqual(bytes?.prices[0]?.price, { value: 5e6, difference: 2e6, ratio: 5 / 3 });
    assert.equal(bytes.prices[2]?.price?.difference, -100_000);
  });
  it('are sorted by what is lost where more is better', () => {
    assert.deepEqual(order(tablesOf()[1]), ['hardware', 'crypto', 'jump']);
    assert.equal(tablesOf()[1]?.prices[0]?.price?.difference, -2000);
  });
  it('have no more digits than the values', () => {
    const rates = { small: 30395.14, large: 2e4, 'small+crypto': 29498.53 };
    assert.equal(tablesOf({ rates })[1]?.prices[0]?.price?.difference, -896.61);
  });
  it('say how much of a category came', () => {
    const [bytes] = tablesOf();
    assert.deepEqual(
      bytes?.prices.map(({ taken, options }) => [taken, options]),
      [
        [2, 4],
        [3, 3],
        [1, 1],
      ],
    );
  });
  it('are added up against the whole, with the rest', () => {
    const [bytes] = tablesOf();
    assert.deepEqual(bytes?.whole.difference, { value: 16e6, difference: 13e6, ratio: 16 / 3 });
    assert.deepEqual(bytes.sum, { difference: 2_400_000, remainder: 10_600_000 });
  });
  it('are not added up when a category was left out, and the document says which', () => {
    const ablation = {
      ...ABLATION,
      kernels: ABLATION.kernels.filter(({ category }) => category !== 'jump'),
    };
    const document = priceCategories(ablationRun(), ablation);
    assert.equal(document.tables[0]?.sum, undefined);
    assert.deepEqual(document.left, [{ series: 'add', categories: ['jump'] }]);
  });
  it('have a reason and the last place where a kernel did not boot', () => {
    const [bytes, rates] = tablesOf({ rates: { small: 3e4, large: 2e4, 'small+crypto': 3e4 } });
    assert.equal(bytes?.sum?.difference, 2_400_000);
    assert.deepEqual(order(rates), ['crypto', 'jump', 'hardware']);
    assert.deepEqual(rates?.prices[2]?.obstacle, {
      kind: 'failed',
      code: 'GUEST_PANIC',
      message: 'small+hardware: Kernel panic: no init',
    });
    assert.equal(rates.sum, undefined);
  });
  it('have a reason everywhere when the small kernel has no value', () => {
    const [bytes] = tablesOf({ bytes: { 'small+crypto': 3e6 } });
    assert.equal(bytes?.base.value, undefined);
    assert.ok(bytes?.prices.every(({ obstacle }) => obstacle?.code === 'GUEST_PANIC'));
  });
  it('of categories that are taken away are differences to the large kernel', () => {
    const kernels = ABLATION.kernels.map((one) => ({ ...one, series: 'remove' as const }));
    const [bytes, rates] = tablesOf({}, { ...ABLATION, kernels });
    assert.equal(bytes?.base.system, 'large');
    assert.equal(bytes.whole.system, 'small');
    assert.deepEqual(order(bytes), ['jump', 'crypto', 'hardware']);
    assert.equal(bytes.prices[0]?.price?.difference, -13_100_000);
    assert.deepEqual(order(rates), ['jump', 'crypto', 'hardware']);
  });
});
