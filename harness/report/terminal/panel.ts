// SPDX-License-Identifier: Apache-2.0
import { directionWords } from '../format/clock.js';
import { withUnit } from '../format/scale.js';
import type { Panel, Row } from '../model/types.js';
import { refusalWords } from '../model/conditions.js';
import { publishedWords } from '../model/published.js';
import { ratioEnds, rowRatio, valueEnds } from '../model/words.js';
import { blocks } from './blocks.js';
import { gridOf } from './grid.js';
import { type Cells, faintLines, problemLines, rowLines } from './row.js';
import type { Style } from './style.js';
import { columns, fold } from './width.js';

/** A metric: its name, then one line per system, with a bar when there is space for one; two lines on a narrow terminal. */
export function panelLines(panel: Panel, width: number, style: Style): string[] {
  const cells = panel.rows.map((row) => cellsOf(panel, row));
  const grid = gridOf(cells, width);
  const longest = Math.max(...panel.rows.filter((row) => refusalWords(row) === '').map(length));
  return [
    ...headLines(panel, width, style),
    ...panel.rows.flatMap((row, index) => {
      const cell = cells[index];
      if (cell === undefined) return [];
      if (row.problem !== undefined)
        return [
          ...problemLines(row.system, row.problem, grid, style),
          ...faintLines(refusalWords(row), grid, style),
          ...(row.problem.published ?? []).flatMap((one) => faintLines(publishedWords(one), grid, style)),
        ];
      const drawn = refusalWords(row) === '' ? blocks(length(row) / longest, grid.bar) : '';
      const bar = style.bar(drawn, row.kind);
      return [...rowLines(cell, bar, grid, style), ...faintLines(row.remark, grid, style)];
    }),
  ];
}

function headLines(panel: Panel, width: number, style: Style): string[] {
  const about = [directionWords(panel.direction), panel.interval].filter((part) => part !== '').join('; ');
  const heading = fold(panel.title, width - 2, '  ');
  const last = heading.pop() ?? '';
  const joined = columns(`  ${last}  ${about}`) <= width;
  return [
    ...heading.map((line) => `  ${style.strong(line)}`),
    `  ${style.strong(last)}${joined ? `  ${style.faint(about)}` : ''}`,
    ...(joined ? [] : fold(about, width - 2, '').map((line) => `  ${style.faint(line)}`)),
  ];
}

function cellsOf(panel: Panel, row: Row): Cells {
  return {
    name: row.system,
    value: row.value === undefined ? '' : withUnit(row.value.median, panel.scale),
    ratio: rowRatio(row, panel),
    spread: row.ratio === undefined ? valueEnds(row, panel) : ratioEnds(row),
  };
}

/** Bars of one panel share a scale, so values serve as well as ratios and exist also without a baseline. */
function length(row: Row): number {
  return Math.max(0, row.value?.median ?? 0);
}
