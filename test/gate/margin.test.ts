// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { type Margins, marginOf, readMargins } from '../../harness/gate/margin.js';
import { failsWith } from '../support/errors.js';

type About = Parameters<typeof marginOf>[0];
const said = (margins: Margins, about: Partial<About> = {}): [number, string] => {
  const given = { metric: 'boot.guest', unit: 'ns', clock: 'wall', ...about } as const;
  const { margin, marginFrom } = marginOf(given, margins);
  return [margin, marginFrom];
};

describe('margins', () => {
  it('are for one metric, for all, or 0.1 % of what is exact and 1 % of what varies', () => {
    const margins = readMargins(['0.5%', 'boot.guest=0.1 %']);
    assert.deepEqual(said(margins), [0.001, 'command line']);
    assert.deepEqual(said(margins, { metric: 'boot.ready' }), [0.005, 'command line']);
    const none = readMargins([]);
    assert.deepEqual(said(none), [0.01, 'default']);
    assert.deepEqual(said(none, { unit: 'bytes' }), [0.001, 'default']);
    assert.deepEqual(said(none, { unit: 'vns', clock: 'deterministic' }), [0.001, 'default']);
  });
  it('of the command line win over those of the project, and these over those of the scenario', () => {
    const scenario = { 'boot.guest': '2%', all: '3%' };
    const project = { 'boot.ready': '4%', all: '5%' };
    assert.deepEqual(said(readMargins([]), { scenario }), [0.02, 'scenario']);
    assert.deepEqual(said(readMargins([]), { metric: 'boot.main', scenario }), [0.03, 'scenario']);
    assert.deepEqual(said(readMargins([], project), { scenario }), [0.05, 'project']);
    assert.deepEqual(said(readMargins([], project), { metric: 'boot.ready', scenario }), [0.04, 'project']);
    assert.deepEqual(said(readMargins(['1%'], project), { metric: 'boot.ready', scenario }), [0.01, 'command line']); // prettier-ignore
  });
  it('know no name that every table has', () => {
    const margins = readMargins([], { 'boot.guest': '2%' });
    assert.deepEqual(said(margins, { metric: 'constructor', scenario: {} }), [0.01, 'default']);
  });
  for (const text of [
    '',
    '1',
    '-1%',
    '101%',
    'boot.guest',
    'boot.guest=',
    '=1%',
    '1e3%',
    'a b=1%',
    '1%\u001b[31m',
  ]) {
    it(`are not ${JSON.stringify(text)}`, () =>
      failsWith(
        Promise.resolve().then(() => readMargins([text])),
        'MARGIN_WRONG',
        EXIT.usage,
      ));
  }
});
