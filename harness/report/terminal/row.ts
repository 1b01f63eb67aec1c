// SPDX-License-Identifier: Apache-2.0
import { problemWords } from '../model/problem.js';
import type { Problem } from '../model/types.js';
import type { Grid } from './grid.js';
import { problemPaint } from './problem.js';
import type { Style } from './style.js';
import { clip, columns, fold, left, right } from './width.js';

const GAP = '  ';

/** Texts of a row, in the order in which they stand. */
export interface Cells {
  name: string;
  value: string;
  ratio: string;
  /** What belongs to the numbers and may stand below them. */
  spread: string;
}

/** A row as its grid has it; the bar is painted already, and empty where the grid has none. */
export function rowLines(
  { name, value, ratio, spread }: Cells,
  bar: string,
  grid: Grid,
  style: Style,
): string[] {
  if (grid.stacked) {
    const numbers = [value, ratio].filter((text) => text !== '');
    const joined = `      ${numbers.join(GAP)}`;
    return [
      `    ${clip(name, grid.width - 4)}`,
      ...(columns(joined) <= grid.width
        ? [joined]
        : numbers.flatMap((text) => fold(text, grid.width - 6).map((line) => `      ${line}`))),
      ...faintLines(spread, grid, style),
    ];
  }
  const numbers = `${right(value, grid.value)}${GAP}${right(ratio, grid.ratio)}`;
  const beside = grid.spread === 0 ? '' : style.faint(right(spread, grid.spread + GAP.length));
  const below = grid.spread === 0 ? faintLines(spread, grid, style) : [];
  return [`    ${left(name, grid.name)}${GAP}${numbers}${beside}${bar === '' ? '' : GAP + bar}`, ...below];
}

/** A row without a value: on the line of the system when it fits, else below it: a code is never cut while a line can hold it. */
export function problemLines(name: string, problem: Problem, grid: Grid, style: Style): string[] {
  const words = problemWords(problem);
  const paint = problemPaint(problem, style);
  const start = `    ${left(name, grid.name)}${GAP}`;
  if (columns(start + words) <= grid.width) return [start + paint(words)];
  return [
    `    ${clip(name, grid.width - 4)}`,
    ...fold(words, grid.width - 6).map((line) => `      ${paint(line)}`),
  ];
}

/** A text below a row. */
export function faintLines(text: string, { width }: Grid, style: Style): string[] {
  return text === '' ? [] : fold(text, width - 6).map((line) => `      ${style.faint(line)}`);
}
