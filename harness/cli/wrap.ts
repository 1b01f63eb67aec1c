// SPDX-License-Identifier: Apache-2.0

/** Columns that a text needs beside its label; with fewer it stands below. */
const LEAST = 24;

/** Where a text begins that stands below its label. */
const BELOW = 4;

/** What no line is narrower than; a terminal that has fewer columns breaks it itself. */
const NARROWEST = 30;

/** How much further right a broken line goes on. */
const FURTHER = 2;

/**
 * A text in lines that end before the terminal does, for a column that begins at `at`; further lines are indented to it.
 * On a narrow terminal it begins on a line of its own. A word that is too long, such as a path, stays whole.
 */
export function wrapAt(text: string, at: number, width: number): string {
  const whole = width > 0 ? Math.max(NARROWEST, width) : 80;
  const beside = whole - at >= LEAST;
  const indent = beside ? at : BELOW;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && indent + longer.length <= whole) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const gap = `\n${' '.repeat(indent)}`;
  return `${beside ? '' : gap}${lines.join(gap)}`;
}

/**
 * A text of several lines, of which none that can be broken at a blank is wider than the terminal; what is broken goes on two columns
 * further right than its line begins.
 */
export function wrapLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      if (line.length <= width) return line;
      const [indent = ''] = /^ */.exec(line) ?? [];
      const words = wrapAt(line.slice(indent.length), 0, width - indent.length - FURTHER);
      return words
        .split('\n')
        .map((one, index) => `${indent}${index === 0 ? '' : ' '.repeat(FURTHER)}${one}`)
        .join('\n');
    })
    .join('\n');
}
