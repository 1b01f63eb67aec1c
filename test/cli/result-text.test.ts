// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { colouredText, resultText } from '../../harness/cli/result-text.js';
import { prettyJson } from '../../harness/core/json.js';

const HOSTILE = '\u001b]0;title\u0007a\u001b[2Jb\u009bc\u202ed\r';
const SHOWN = '\\x1b]0;title\\x07a\\x1b[2Jb\\x9bc\\u{202e}d\\x0d';

describe('what goes to stdout', () => {
  it('is text with its spaces, and nothing in it that a terminal would obey', () => {
    assert.equal(resultText(`  name   1 \n    ${HOSTILE}\n\ty`), `  name   1 \n    ${SHOWN}\n  y`);
  });
  it('has no colours of others', () => {
    assert.equal(resultText('\u001b[8mhidden\u001b[0m'), '\\x1b[8mhidden\\x1b[0m');
  });
  it('is a report with our own colours and weights', () => {
    assert.equal(
      colouredText(`  \u001b[1mname\u001b[22m   1 \n    ${HOSTILE}`),
      `  \u001b[1mname\u001b[22m   1 \n    ${SHOWN}`,
    );
  });
  it("is no command to GitHub's runner", () => {
    for (const text of [resultText, colouredText])
      assert.equal(
        text('::error::x\n  ::add-mask::y\n##[error]z'),
        ': :error::x\n  : :add-mask::y\n## [error]z',
      );
  });
  it('is JSON with the same value', () => {
    const value = { ['k\u202e']: `${HOSTILE}\u0085\u2028\ufeff\ud800 ##[error]\u{e0041}` };
    const json = prettyJson(value);
    assert.deepEqual(JSON.parse(json), value);
    assert.equal(resultText(json), json);
    assert.doesNotMatch(json, /##\[/);
  });
});
