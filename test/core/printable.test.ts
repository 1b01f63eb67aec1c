// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { printable } from '../../harness/core/printable.js';

describe('printable text', () => {
  it('has only ASCII that moves nothing on a terminal', () => {
    assert.equal(printable('plain ~ text'), 'plain ~ text');
    assert.equal(printable('\u001b[2J\r\u0000\u007f\u009b'), '\\x1b[2J\\x0d\\x00\\x7f\\x9b');
    assert.equal(printable('caf\u00e9 \u202e \u{1f600} \ud800'), 'caf\\xe9 \\u{202e} \\u{1f600} \\u{d800}');
  });
  it('is cut before it is looked at', () => {
    assert.equal(printable('a'.repeat(5_000_000), 3), 'aaa...');
    assert.equal(printable('\u0007\u0007', 1), '\\x07...');
  });
});
