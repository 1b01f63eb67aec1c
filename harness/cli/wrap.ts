// SPDX-License-Identifier: Apache-2.0

/**
 * A text in lines that end before the terminal does, for a column that begins at `at`; further lines are indented to it.
 * A word that is too long, such as a path, stays whole.
 */
export function wrapAt(text: string, at: number, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && at + longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(at)}`);
}
