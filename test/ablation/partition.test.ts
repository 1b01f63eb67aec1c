// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { differences, partition } from '../../harness/ablation/partition.js';
import type { AblationFile } from '../../harness/ablation/types.js';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';

const declared = (options: Record<string, string>, kept = 'EXPERT'): AblationFile => ({
  measures: [],
  kept: [{ options: kept, why: 'It is no code.' }],
  categories: Object.entries(options).map(([name, list]) => ({
    ...{ name, title: name, summary: '', paper: '' },
    options: list,
  })),
});
const FILE = declared({ net: 'NET_* NETLABEL', security: 'NET_SECMARK SECURITY*' });
const on = (...names: string[]): Map<string, string> => new Map(names.map((name) => [name, 'y']));

describe('the difference of two configurations', () => {
  it('has options that only one of them has, in both directions, and other values', () => {
    const from = new Map([...on('A', 'SAME'), ['HZ', '100']]);
    const to = new Map([...on('B', 'SAME'), ['HZ', '250']]);
    assert.deepEqual(differences(from, to), [
      { name: 'A', from: 'y', to: 'n' },
      { name: 'B', from: 'n', to: 'y' },
      { name: 'HZ', from: '100', to: '250' },
    ]);
  });
});

describe('a partition', () => {
  it('puts every option into its category, an exact name before a pattern', () => {
    const { categories, kept } = partition(
      differences(on('EXPERT'), on('NET_A', 'NET_SECMARK', 'SECURITY')),
      FILE,
    );
    const names = [...categories].map(([name, options]) => [name, options.map((one) => one.name)]);
    assert.deepEqual(names, [
      ['net', ['NET_A']],
      ['security', ['NET_SECMARK', 'SECURITY']],
    ]);
    assert.deepEqual(
      kept.map(({ options }) => options.map(({ name }) => name)),
      [['EXPERT']],
    );
  });
  it('has no category without options', () => {
    const { categories, kept } = partition(differences(on(), on('NET_A')), FILE);
    assert.deepEqual([...categories.keys(), ...kept], ['net']);
  });
  it('names every option that has no category', async () => {
    const changes = differences(on('OLD'), on('NET_A', 'NEW'));
    await failsWith(
      () => partition(changes, FILE),
      'ABLATION_UNASSIGNED',
      EXIT.usage,
      /ablation\.yaml: 2 options .*: NEW, OLD\./,
    );
  });
  it('names an option that has two', async () => {
    const file = declared({ net: 'NET_*', security: '*_SECMARK' });
    const changes = differences(on(), on('NET_SECMARK'));
    await failsWith(
      () => partition(changes, file),
      'ABLATION_AMBIGUOUS',
      EXIT.usage,
      /NET_SECMARK stands in "net" and "security"/,
    );
  });
});
