// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import {
  forGithubMessage,
  forGithubProperty,
  forHtml,
  forMarkdown,
  forTerminal,
  forTerminalLines,
} from '../../harness/core/sinks.js';

describe('text that others wrote', () => {
  it('is one line on a terminal', () => {
    assert.equal(forTerminal(foreign(' a\n\tb\u001b[2J\r ')), 'a b\\x1b[2J\\x0d');
    assert.equal(forTerminal('é'.repeat(50), 3), 'ééé...');
  });
  it('is lines with their indentation in a message', () => {
    assert.equal(forTerminalLines('  x \u0007\n\ty  \n'), '  x \\x07\n  y\n');
    assert.equal(forTerminalLines('a'.repeat(10_000)).length, 4003);
  });
  it("is no command to GitHub's runner, also behind a newline", () => {
    assert.equal(forTerminalLines('x\n ::error::y\n##[group]z'), 'x\n : :error::y\n## [group]z');
    assert.equal(forGithubMessage(foreign('50 %\r\n::error::x\u001b')), '50 %25%0A::error::x\\x1b');
    assert.equal(forGithubProperty('a,line=1::x'), 'a%2Cline=1%3A%3Ax');
  });
  it('is text in HTML and XML, in quotes too', () => {
    assert.equal(
      forHtml(`<a href="x" b='&'>\u202e`),
      '&lt;a href=&quot;x&quot; b=&#39;&amp;&#39;&gt;\\u{202e}',
    );
  });
  it('names nobody and links to nothing in Markdown', () => {
    assert.equal(forMarkdown('ask @root, #12'), 'ask @<!-- -->root, \\#<!-- -->12');
    assert.equal(forMarkdown('https://x.org www.x.org'), 'https\\://x.org www\\.x.org');
    assert.equal(forMarkdown('![x](y)'), '!\\[x\\](y)');
  });
});
