// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { marginOf, readMargins } from '../../harness/gate/margin.js';
import { failsWith } from '../support/errors.js';

describe('margins', () => {
  it('are for one metric, for all, or what the clock has', () => {
    const margins = readMargins(['0.5%', 'boot.guest=0.1 %']);
    assert.equal(marginOf('boot.guest', 'wall', margins), 0.001);
    assert.equal(marginOf('boot.ready', 'wall', margins), 0.005);
    assert.equal(marginOf('boot.ready', 'wall', readMargins([])), 0.01);
    assert.equal(marginOf('boot.ready', 'deterministic', readMargins([])), 0.001);
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
