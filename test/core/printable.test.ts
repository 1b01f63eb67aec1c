// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import { printable, visible } from '../../harness/core/printable.js';

describe('printable text', () => {
  it('has only ASCII that moves nothing on a terminal', () => {
    assert.equal(printable('plain ~ text'), 'plain ~ text');
    assert.equal(printable(foreign('\u001b[2J\r\u0000\u007f\u009b')), '\\x1b[2J\\x0d\\x00\\x7f\\x9b');
    assert.equal(printable('caf\u00e9 \u202e \u{1f600} \ud800'), 'caf\\xe9 \\u{202e} \\u{1f600} \\u{d800}');
  });
  it('is cut before it is looked at', () => {
    assert.equal(printable('a'.repeat(5_000_000), 3), 'aaa...');
    assert.equal(printable('\u0007\u0007', 1), '\\x07...');
    assert.equal(printable('a'.repeat(5_000_000)).length, 503);
  });
});

describe('visible text', () => {
  const shown: [string, string, string][] = [
    ['letters of any language', 'Grüße, 東京, สวัสดี', 'Grüße, 東京, สวัสดี'],
    ['an emoji with its variation', '⚠\ufe0f 👍', '⚠\ufe0f 👍'],
    ['escape sequences', '\u001b[31mred\u009b0m', '\\x1b[31mred\\x9b0m'],
    ['text that reorders', 'a\u202eb\u2066c\u061cd', 'a\\u{202e}b\\u{2066}c\\u{61c}d'],
    ['text without width', 'a\u200bb\u2060c\u00ad\ufeff', 'a\\u{200b}b\\u{2060}c\\xad\\u{feff}'],
    ['letters that nobody sees', 'a\u115f\u3164\uffa0b', 'a\\u{115f}\\u{3164}\\u{ffa0}b'],
    ['hidden tags', 'a\u{e0041}\u{e0100}', 'a\\u{e0041}\\u{e0100}'],
    ['halves of characters, and none', '\ud800\uffff', '\\u{d800}\\u{ffff}'],
    ['lines of other kinds', 'a\u2028b\u0085c\u000b', 'a\\u{2028}b\\x85c\\x0b'],
  ];
  for (const [what, text, expected] of shown)
    it(`shows ${what}`, () => {
      assert.equal(visible(text), expected);
    });
});
