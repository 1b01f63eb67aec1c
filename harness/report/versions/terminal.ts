// SPDX-License-Identifier: Apache-2.0
import { refusalWords } from '../model/conditions.js';
import type { VersionPair, VersionTable } from '../model/types.js';
import { ratioEnds } from '../model/words.js';
import { gridOf } from '../terminal/grid.js';
import { faintLines, problemLines, rowLines } from '../terminal/row.js';
import type { Style } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import {
  bothValues,
  pairTitle,
  problemIn,
  tableTitle,
  versionInterval,
  versionNotes,
  versionRatio,
} from './words.js';

/** One kernel against another: a line for each metric of each system, with both values and the ratio. */
export function versionLines(table: VersionTable, width: number, style: Style): string[] {
  return [
    '',
    ...fold(tableTitle(table), width).map(style.strong),
    ...versionNotes(table).flatMap((text) =>
      fold(text, width - 2, '').map((line) => `  ${style.faint(line)}`),
    ),
    ...table.pairs.flatMap((pair) => pairLines(pair, width, style)),
  ];
}

function pairLines(pair: VersionPair, width: number, style: Style): string[] {
  const cells = pair.rows.map((row) => ({
    name: row.panel.title,
    value: problemIn(row) === undefined ? bothValues(row) : '',
    ratio: versionRatio(row),
    spread: ratioEnds(row.newer),
  }));
  const grid = gridOf(cells, width);
  return [
    ...fold(pairTitle(pair), width - 2, '  ').map((line) => `  ${style.strong(line)}`),
    ...pair.rows.flatMap((row, index) => {
      const [cell, problem] = [cells[index], problemIn(row)];
      if (cell === undefined) return [];
      if (problem !== undefined) return problemLines(cell.name, problem, grid, style);
      const refused = refusalWords(row.newer) === '' ? '' : versionInterval(row);
      return [...rowLines(cell, '', grid, style), ...faintLines(refused, grid, style)];
    }),
  ];
}
