// SPDX-License-Identifier: Apache-2.0
import { printableText } from '../core/printable.js';
import { withoutCommands } from '../report/terminal/lines.js';

/**
 * A text of several lines as it may go to a terminal: line by line without escape sequences and the like, with the
 * indentation kept. For messages, which may quote a file, a tool or a guest.
 */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const spaced = line.replaceAll('\t', '  ');
      const [indent = ''] = /^ */.exec(spaced) ?? [];
      return withoutCommands(indent + printableText(spaced));
    })
    .join('\n');
}

/** A colour or weight as the report writes it. */
const STYLE = /(\u001b\[\d{1,2}m)/;

/** A result as it may go to a terminal: the same, but with spaces and our own colours kept. The last thing before stdout. */
export function printableResult(text: string): string {
  return text
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? part : part.split('\n').map(inner).join('\n')))
    .join('');
}

function inner(text: string): string {
  const [, before = '', words = '', after = ''] = /^( *)(.*?)( *)$/s.exec(text) ?? [];
  return before + printableText(words) + after;
}
