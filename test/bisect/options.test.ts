// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KEPT, categorySteps, singleSteps, wishesAfter } from '../../harness/bisect/options.js';
import type { PlannedCategory } from '../../harness/plan/ablation.js';

function category(name: string, ...options: string[]): PlannedCategory {
  return {
    ...{ name, title: `The ${name}`, summary: '', paper: '' },
    options: options.map((option) => ({ name: option, from: 'n', to: 'y' })),
  };
}

const AUDIT = category('audit', 'AUDITSYSCALL', 'AUDIT');
const NET = category('network', 'NETFILTER', 'NET');
const NEEDS = new Map([
  ['AUDIT', ['NET']],
  ['AUDITSYSCALL', ['AUDIT']],
  ['NETFILTER', ['NET', 'INET']],
]);

describe('the way from one kernel to another', () => {
  it('goes by categories, those that others need first, and ends with what is in none', () => {
    const kept = [{ options: [{ name: 'HZ', from: '100', to: '250' }], why: '' }];
    const steps = categorySteps({ categories: [AUDIT, NET], kept }, NEEDS);
    assert.deepEqual(
      steps.map(({ name }) => name),
      ['network', 'audit', KEPT],
    );
    assert.equal(categorySteps({ categories: [AUDIT, NET], kept: [] }, NEEDS).length, 2);
  });
  it('goes through a category by options, those that others need first', () => {
    const [audit] = categorySteps({ categories: [AUDIT], kept: [] }, NEEDS);
    assert.ok(audit);
    assert.deepEqual(
      singleSteps(audit, NEEDS).map(({ title }) => title),
      ['AUDIT: n to y', 'AUDITSYSCALL: n to y'],
    );
  });
  it('has an end where options need each other', () => {
    const circle = new Map([
      ['A', ['B']],
      ['B', ['A']],
    ]);
    const [step] = categorySteps({ categories: [category('x', 'A', 'B')], kept: [] }, circle);
    assert.ok(step);
    assert.deepEqual(
      singleSteps(step, circle).map(({ name }) => name),
      ['B', 'A'],
    );
  });
  it('asks for all options of the steps that were made, and what comes along', () => {
    const along = { ...AUDIT, along: ['INET', 'NET'] };
    const steps = categorySteps({ categories: [NET, along], kept: [] }, NEEDS);
    const values = new Map([
      ['INET', 'y'],
      ['NET', 'y'],
    ]);
    const wishes = (count: number): string[] =>
      wishesAfter(steps, count, values).map(({ name, value, origin }) => `${name}=${value} ${origin}`);
    assert.deepEqual(wishes(0), []);
    assert.deepEqual(wishes(1), ['NET=y network', 'NETFILTER=y network']);
    assert.deepEqual(wishes(2), [
      ...['AUDIT=y audit', 'AUDITSYSCALL=y audit', 'INET=y audit'],
      ...['NET=y network', 'NETFILTER=y network'],
    ]);
  });
});
