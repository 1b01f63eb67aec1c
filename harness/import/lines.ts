// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters } from 'node:util';
import { type Foreign, foreign, foreignLines, isBlank, rawText } from '../core/foreign.js';
import type { NumberedLine } from '../workload/printed-text.js';

/**
 * The lines of a log as a terminal would show them: without escape sequences, and of a line that a carriage return
 * overwrote only what was written last.
 */
export function linesOf(text: Foreign): NumberedLine[] {
  const lines: NumberedLine[] = [];
  let blank = 0;
  let number = 0;
  for (const line of foreignLines(withNewlines(text))) {
    number += 1;
    const plain = shown(line);
    blank = isBlank(plain) ? blank + 1 : 0;
    // No client prints more than two in a row.
    if (blank <= 2) lines.push({ number, text: plain });
  }
  return lines;
}

/** A text that has no newline at all has its lines ended by carriage returns: none of them overwrote another. */
function withNewlines(text: Foreign): Foreign {
  const plain = rawText(text);
  return plain.includes('\n') ? text : foreign(plain.replaceAll('\r', '\n'));
}

function shown(line: Foreign): Foreign {
  const text = rawText(line);
  const plain = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  let end = plain.length;
  while (plain[end - 1] === '\r') end -= 1;
  return foreign(plain.slice(plain.lastIndexOf('\r', end - 1) + 1, end));
}
