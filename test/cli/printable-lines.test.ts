// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { printableLines, printableResult } from '../../harness/cli/printable-lines.js';
import { prettyJson } from '../../harness/core/json.js';

describe('what goes to a terminal', () => {
  const hostile = '\u001b]0;title\u0007a\u001b[2Jb\u0008\u009bc\u202ed\u2066e\r';
  it('is messages without escape sequences, control characters and text that reorders', () => {
    assert.equal(printableLines(`  x ${hostile}\n\ty`), '  x ab d e\n  y');
  });
  it('is results with spaces and our own colours, and nothing else that it would obey', () => {
    const text = `  \u001b[1mname\u001b[22m   1 \n    ${hostile}`;
    assert.equal(printableResult(text), '  \u001b[1mname\u001b[22m   1 \n    ab d e');
  });
  it('is JSON with the same value', () => {
    const value = { ['k\u202e']: `${hostile}\u0085\u2028\ufeff\ud800` };
    const json = prettyJson(value);
    assert.deepEqual(JSON.parse(json), value);
    assert.equal(printableResult(json), json);
  });
});
