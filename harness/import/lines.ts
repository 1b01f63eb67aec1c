// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters } from 'node:util';
import type { NumberedLine } from '../workload/printed-text.js';

/**
 * The lines of a log as a terminal would show them: without escape sequences, and of a line that a carriage return
 * overwrote only what was written last.
 */
export function linesOf(text: string): NumberedLine[] {
  const lines: NumberedLine[] = [];
  let blank = 0;
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const plain = shown(line);
    blank = plain.trim() === '' ? blank + 1 : 0;
    // No client prints more than two in a row.
    if (blank <= 2) lines.push({ number, text: plain });
  }
  return lines;
}

function shown(line: string): string {
  const plain = line.includes('\u001b') || line.includes('\u009b') ? stripVTControlCharacters(line) : line;
  if (!plain.includes('\r')) return plain;
  const ended = plain.replace(/\r+$/, '');
  return ended.slice(ended.lastIndexOf('\r') + 1);
}
