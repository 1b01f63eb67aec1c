// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Resvg } from '@resvg/resvg-js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { toCsv } from '../../harness/core/csv.js';
import { prettyJson } from '../../harness/core/json.js';
import { printable, visible } from '../../harness/core/printable.js';
import * as sinks from '../../harness/core/sinks.js';
import { code, markdownPage, marked, table } from '../../harness/report/markdown/markdown.js';
import { anyText } from '../support/any-text.js';
import { fuzzRuns } from '../support/fuzz.js';
import { elementsOf, textOf } from '../support/html.js';

/** What no line for people may have: control characters, what reorders, what has no width, halves of characters. */
const OBEYED =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\u{e0000}-\u{e0fff}]/u;

/** A text as one line, with everything in it that its reader shall see. */
const shown = (text: string): string => visible(text.replace(/[\t\n]+/g, ' '));

const always = (holds: (text: string) => void): void => {
  fc.assert(fc.property(anyText, holds), { numRuns: fuzzRuns });
};

describe('any text', () => {
  it('is printable ASCII in a message, and no longer than it may be', () => {
    always((text) => {
      assert.match(printable(text, 40), /^[\x20-\x7e]{0,403}$/);
    });
  });
  it('moves nothing on a terminal, and begins no command', () => {
    always((text) => {
      assert.doesNotMatch(sinks.forTerminal(text), OBEYED);
      for (const line of sinks.forTerminalLines(text).split('\n')) {
        assert.doesNotMatch(line, OBEYED);
        assert.doesNotMatch(line, /^\s*::|##\[/);
      }
    });
  });
  it('comes back out of HTML, from content and from attributes', () => {
    always((text) => {
      const html = sinks.forHtml(text);
      assert.doesNotMatch(html, OBEYED);
      const [element, ...others] = elementsOf(`<p title="${html}" class='${html}'>${html}</p>`);
      assert.equal(others.length, 0);
      assert.deepEqual(element?.attrs, [
        { name: 'title', value: shown(text) },
        { name: 'class', value: shown(text) },
      ]);
      assert.equal(textOf(element), shown(text));
    });
  });
  it('leaves SVG well-formed', () => {
    always((text) => {
      const xml = sinks.forHtml(text);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" aria-label="${xml}"><title>${xml}</title><text id='${xml}'>${xml}</text></svg>`;
      assert.equal(new Resvg(svg, { font: { loadSystemFonts: false } }).width, 1);
    });
  });
  it('comes back out of CSV, and is no formula', () => {
    always((text) => {
      const rows: string[][] = parse(toCsv([{ a: text, b: -1, c: text }]));
      const [, [first = '', number, last] = []] = rows;
      const line = sinks.forTerminal(text);
      assert.equal(rows.length, 2);
      assert.ok(first === line || first === `'${line}`, first);
      assert.doesNotMatch(first, /^[=+\-@\t\r＝＋－＠]/);
      assert.deepEqual([number, last], ['-1', first]);
    });
  });
  it('comes back out of Markdown as text and nothing else', () => {
    always((text) => {
      const line = sinks.forTerminal(text);
      const [element, ...others] = elementsOf(render(markdownPage([text])));
      assert.equal(spaced(textOf(element)), spaced(line));
      assert.deepEqual([...others], []);
      assert.ok(element === undefined || element.nodeName === 'p', element?.nodeName);
    });
  });
  it('leaves a table of Markdown its columns', () => {
    always((text) => {
      const rows = [
        [text, 'x', code(text)],
        ['y', text, marked`(${text})`],
      ];
      const html = render(markdownPage([table(['A', text, 'C'], rows)]));
      const cells = elementsOf(html).filter(({ nodeName }) => ['th', 'td'].includes(nodeName));
      const line = spaced(sinks.forTerminal(text));
      const [head = '', ...others] = cells.map((cell) => spaced(textOf(cell)));
      assert.equal(head, 'A');
      assert.deepEqual(others, [
        spaced(line.replace(/:$/, '')),
        'C',
        line,
        'x',
        line,
        'y',
        line,
        `(${line})`,
      ]);
      const inside = elementsOf(html).map(({ nodeName }) => nodeName);
      assert.deepEqual(
        new Set(inside.filter((name) => !/^(?:table|thead|tbody|tr|th|td)$/.test(name))),
        codeFor(line),
      );
    });
  });
  it('is the whole message of a command to GitHub, which begins no other', () => {
    always((text) => {
      const message = sinks.forGithubMessage(text);
      assert.doesNotMatch(message, OBEYED);
      const read = message.replaceAll('%0A', '\n').replaceAll('%25', '%');
      assert.equal(
        read,
        text
          .split(/\r?\n/)
          .map((line) => visible(line))
          .join('\n'),
      );
      assert.doesNotMatch(sinks.forGithubProperty(text), /[:,\r\n]/);
    });
  });
  it('keeps its value in JSON', () => {
    always((text) => {
      const json = prettyJson({ text, [text]: 1 });
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ text, [text]: 1 })));
      for (const line of json.split('\n')) assert.doesNotMatch(line, OBEYED);
      assert.doesNotMatch(json, /##\[/);
    });
  });
});

const markdown = markdownIt({ html: true, linkify: true });
// As GitHub: addresses with their protocol, and www.
markdown.linkify.set({ fuzzyEmail: true, fuzzyLink: false });

function render(text: string): string {
  return markdown.render(text);
}

/** Markdown and HTML show any number of spaces as one. */
function spaced(text: string): string {
  return text.replace(/ +/g, ' ').trim();
}

function codeFor(line: string): Set<string> {
  return new Set(line === '' ? [] : ['code']);
}
