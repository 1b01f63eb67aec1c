// SPDX-License-Identifier: Apache-2.0

/** Code points that terminals draw two columns wide. */
const DOUBLE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Code points without a column of their own. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text without escape sequences takes. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += ZERO.test(character) ? 0 : DOUBLE.test(character) ? 2 : 1;
  return sum;
}

/** A text cut to a number of columns, with an ellipsis where something is missing. */
export function clip(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A text of exactly this many columns, filled or cut on the right. */
export function left(text: string, width: number): string {
  const cut = clip(text, width);
  return cut + ' '.repeat(width - columns(cut));
}

/** A text of exactly this many columns, filled on the left. */
export function right(text: string, width: number): string {
  const cut = clip(text, width);
  return ' '.repeat(width - columns(cut)) + cut;
}

/** A text in lines that fit; words that are too long are cut, and no line begins with a per cent sign. Further lines start with the indent. */
export function fold(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ (?!%)/)) {
    const last = lines.at(-1);
    if (last !== undefined && columns(`${last} ${word}`) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(clip(last === undefined ? word : indent + word, width));
  }
  return lines;
}
