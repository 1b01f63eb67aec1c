// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, Price, PriceTable } from '../../ablation/result.js';
import { comparison } from '../format/comparison.js';
import { forReport } from '../format/for-report.js';
import type { TerminalOptions } from '../terminal.js';
import { blocks } from '../terminal/blocks.js';
import { gridOf } from '../terminal/grid.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Cells, problemLines, rowLines } from '../terminal/row.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { changeText, explanation, headline, introduction, tableTitle, takenText } from './words.js';

/** The prices for a terminal, one table per metric: no line is wider. What Kconfig left out is in the other forms. */
export function renderTerminalPrices(prices: AblationDocument, options: TerminalOptions): string {
  const document = forReport(prices);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const lines = [
    ...fold(headline(document), width).map(style.strong),
    ...introduction(document).flatMap((line) => fold(line, width).map(style.faint)),
    ...(document.complete ? [] : [style.problem('This run is not complete: planned boots are missing.')]),
    ...document.tables.flatMap((table) => ['', ...tableLines(table, width, style)]),
  ];
  return terminalText(lines);
}

function tableLines(table: PriceTable, width: number, style: Style): string[] {
  const cells = table.prices.map((row) => cellsOf(table, row));
  const grid = gridOf(cells, width);
  const longest = Math.max(...table.prices.map(size));
  return [
    ...fold(tableTitle(table), width).map(style.strong),
    ...explanation(table).flatMap((line) => fold(line, width - 2).map((part) => `  ${style.faint(part)}`)),
    ...table.prices.flatMap((row, index) => {
      const cell = cells[index];
      if (cell === undefined) return [];
      if (row.obstacle !== undefined) return problemLines(row.title, row.obstacle, grid, style);
      const better = (row.price?.difference ?? 0) < 0 === (table.direction === 'lower');
      const bar = style.bar(blocks(size(row) / longest, grid.bar), better ? 'subject' : 'other');
      return rowLines(cell, bar, grid, style);
    }),
  ];
}

/** The ratio in words alone: the difference stands beside it. */
function cellsOf(table: PriceTable, row: Price): Cells {
  const { title, price } = row;
  return {
    name: title,
    value: price === undefined ? '' : changeText(price.difference, table.unit),
    ratio: price === undefined ? '' : comparison(price.ratio, table),
    spread: takenText(row),
  };
}

function size({ price }: Price): number {
  return Math.abs(price?.difference ?? 0);
}
