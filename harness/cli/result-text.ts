// SPDX-License-Identifier: Apache-2.0
import { visible } from '../core/printable.js';
import { withoutGithubCommand } from '../core/sinks.js';

/** A colour or weight as the report writes it. */
const STYLE = /(\u001b\[\d{1,2}m)/;

/** A result as it may go to a terminal: its spaces are kept, and nothing in it is obeyed. The last thing before stdout. */
export function resultText(text: string): string {
  return linesOf(text, visible);
}

/** A report, in which our own colours and weights are kept too: its names went through `forReport` before they were added. */
export function colouredText(text: string): string {
  const inner = (line: string): string =>
    line
      .split(STYLE)
      .map((part, index) => (index % 2 === 1 ? part : visible(part)))
      .join('');
  return linesOf(text, inner);
}

function linesOf(text: string, inner: (line: string) => string): string {
  return text
    .split('\n')
    .map((line) => withoutGithubCommand(inner(line.replaceAll('\t', '  '))))
    .join('\n');
}
