// SPDX-License-Identifier: Apache-2.0
import { type AnyText, visible, visibleJson } from './printable.js';

// The way of any text that others wrote, also of names, into a place that gives characters a meaning. `printable` puts it into a message,
// `toCsv` into a table; everything else is here.

/**
 * One line for people, in any language: tabs and newlines are spaces, and what a terminal would obey, or nobody would see, is shown.
 * @param most longest result; what is cut off is shown as `...`.
 */
export function forTerminal(text: AnyText, most?: number): string {
  return oneLine(text, most).trim();
}

/** Characters that are shown of one line of a message. */
const LONGEST_LINE = 4000;

/** Text of several lines for a terminal: each as {@link forTerminal} with its indentation, and none a command to GitHub's runner. */
export function forTerminalLines(text: AnyText): string {
  const lines = plain(text)
    .split('\n')
    .map((line) => withoutGithubCommand(oneLine(line.replaceAll('\t', '  ').trimEnd(), LONGEST_LINE)));
  return lines.join('\n');
}

/** A line that GitHub's runner takes for text, and not for a command to itself (`::error::`, `##[error]`). */
export function withoutGithubCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '## [');
}

/** The message of a command to GitHub's runner: it ends where it should, and begins no other. */
export function forGithubMessage(text: AnyText): string {
  const lines = plain(text).split(/\r?\n/);
  return lines.map((line) => visible(line).replaceAll('%', '%25')).join('%0A');
}

/** A property of a command to GitHub's runner, such as the file. */
export function forGithubProperty(text: AnyText): string {
  return forGithubMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text in HTML and XML, so in SVG too: in content and in quoted attributes. */
export function forHtml(text: AnyText): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);
}

/** Text that Markdown shows as it is: at the start of a line, inside one and in a cell. It names no user and links to nothing. */
export function forMarkdown(text: AnyText): string {
  return forTerminal(text)
    .replace(/[\\`*_[\]<>|~#&$]/g, (character) => (character === '&' ? '&amp;' : `\\${character}`))
    .replace(/^([-+=])(?=\s|[-=]*$)/, (mark) => `\\${mark}`)
    .replace(/^(\d+)(?=[.)](?:\s|$))/, (digits) => `${digits}\\`)
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, (character) => `\\${character}`)
    .replace(/[@#](?=[a-z0-9])/gi, (character) => `${character}<!-- -->`);
}

/** Text of fixed width in Markdown, as long as it needs, also in a cell; nothing for nothing. */
export function forMarkdownCode(text: AnyText): string {
  const shown = forTerminal(text);
  if (shown === '') return '';
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const padded = shown.startsWith('`') || shown.endsWith('`') ? ` ${shown} ` : shown;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

/** JSON text that no terminal and no runner of GitHub's obeys; its value is the same. */
export function forJson(json: string): string {
  return visibleJson(json.replaceAll('##[', '#\\u0023['));
}

function oneLine(text: AnyText, most?: number): string {
  return visible(plain(text).replaceAll(/[\t\n]+/g, ' '), most);
}

function plain(text: AnyText): string {
  return text as unknown as string;
}
