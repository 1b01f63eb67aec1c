// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { wrapAt } from '../../harness/cli/wrap.js';

describe('a text in a column', () => {
  it('ends before the terminal does, and goes on below its own beginning', () => {
    assert.equal(wrapAt('one two three four', 4, 12), 'one two\n    three\n    four');
    assert.equal(wrapAt('one two', 4, 11), 'one two');
  });
  it('keeps a path whole', () => {
    assert.equal(wrapAt('in /a/very/long/path', 4, 10), 'in\n    /a/very/long/path');
  });
});
