// SPDX-License-Identifier: Apache-2.0
import { directionWords } from '../format/clock.js';
import { ratioText } from '../format/number.js';
import { withUnit } from '../format/scale.js';
import { problemWords } from '../model/problem.js';
import type { Panel, Row } from '../model/types.js';
import { ratioEnds, valueEnds } from '../model/words.js';
import type { Style } from './style.js';
import { clip, columns, fold, left, right } from './width.js';

const BAR = 24;
const GAP = '  ';

/** A metric: its name, then one line per system, with a bar when there is room for one. */
export function panelLines(panel: Panel, width: number, style: Style): string[] {
  const grid = gridOf(panel, width);
  const about = [directionWords(panel.direction), panel.interval].filter((part) => part !== '').join('; ');
  const heading = fold(panel.title, width - 2, '  ');
  const last = heading.pop() ?? '';
  const joined = columns(`  ${last}  ${about}`) <= width;
  return [
    ...heading.map((line) => `  ${style.strong(line)}`),
    `  ${style.strong(last)}${joined ? `  ${style.faint(about)}` : ''}`,
    ...(joined ? [] : fold(about, width - 2, '').map((line) => `  ${style.faint(line)}`)),
    ...panel.rows.flatMap((row) => rowLines(panel, row, grid, style)),
  ];
}

/** Widths of the columns of a panel. */
interface Grid {
  width: number;
  name: number;
  value: number;
  ratio: number;
  spread: number;
  bar: number;
  /** Length that fills the whole bar. */
  longest: number;
}

function gridOf(panel: Panel, width: number): Grid {
  const value = Math.max(...panel.rows.map((row) => columns(valueText(panel, row))));
  const ratio = Math.max(...panel.rows.map((row) => columns(ratioOf(row))));
  const widest = Math.max(...panel.rows.map((row) => columns(spreadOf(panel, row))));
  const spread = widest === 0 ? 0 : widest + GAP.length;
  const room = width - 4 - GAP.length * 2 - value - ratio - spread;
  const name = Math.min(Math.max(...panel.rows.map((row) => columns(row.system))), room);
  const bar = Math.min(BAR, room - name - GAP.length);
  const longest = Math.max(...panel.rows.map(length));
  return { width, name, value, ratio, spread, bar: bar < 8 ? 0 : bar, longest };
}

function rowLines(panel: Panel, row: Row, grid: Grid, style: Style): string[] {
  const name = `    ${left(row.system, grid.name)}${GAP}`;
  if (row.problem !== undefined) return problemLines(name, problemWords(row.problem), grid, style);
  const numbers = `${right(valueText(panel, row), grid.value)}${GAP}${right(ratioOf(row), grid.ratio)}`;
  const spread = style.faint(right(spreadOf(panel, row), grid.spread));
  const bar = grid.bar === 0 ? '' : GAP + style.bar(blocks(length(row) / grid.longest, grid.bar), row.kind);
  const remark =
    row.remark === '' ? [] : fold(row.remark, grid.width - 6).map((line) => `      ${style.faint(line)}`);
  return [`${name}${numbers}${spread}${bar}`, ...remark];
}

/** On the line of the system when it fits, else below it: a code is never cut while a line can hold it. */
function problemLines(name: string, words: string, grid: Grid, style: Style): string[] {
  if (columns(name + words) <= grid.width) return [name + style.problem(words)];
  return [name, `      ${style.problem(clip(words, grid.width - 6))}`];
}

function valueText(panel: Panel, row: Row): string {
  return row.value === undefined ? '' : withUnit(row.value.median, panel.scale);
}

function ratioOf(row: Row): string {
  return row.ratio === undefined ? '' : ratioText(row.ratio.value);
}

/** Ends of the interval of the ratio; of the value where there is no ratio. */
function spreadOf(panel: Panel, row: Row): string {
  return row.ratio === undefined ? valueEnds(row, panel) : ratioEnds(row);
}

/** Bars of one panel share a scale, so values serve as well as ratios and exist also without a baseline. */
function length(row: Row): number {
  return Math.max(0, row.value?.median ?? 0);
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function blocks(share: number, width: number): string {
  const eighths = Math.round((Number.isFinite(share) ? share : 0) * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
