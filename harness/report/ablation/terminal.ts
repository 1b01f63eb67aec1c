// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, Price, PriceTable } from '../../ablation/result.js';
import { ratioText } from '../format/number.js';
import { printable } from '../format/printable.js';
import { problemWords } from '../model/problem.js';
import type { TerminalOptions } from '../terminal.js';
import { type Style, styles } from '../terminal/style.js';
import { clip, columns, fold, left, right } from '../terminal/width.js';
import { changeText, explanation, headline, introduction, tableTitle, takenText } from './words.js';

const GAP = '  ';
const BAR = 20;

/** The prices for a terminal, one table per metric: no line is wider. What Kconfig left out is in the other forms. */
export function renderTerminalPrices(prices: AblationDocument, options: TerminalOptions): string {
  const document = printable(prices);
  const width = Math.max(60, Math.floor(options.width));
  const style = styles(options.color);
  const lines = [
    ...fold(headline(document), width).map(style.strong),
    ...introduction(document).flatMap((line) => fold(line, width).map(style.faint)),
    ...(document.complete ? [] : [style.problem('This run is not complete: planned boots are missing.')]),
    ...document.tables.flatMap((table) => ['', ...tableLines(table, width, style)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function tableLines(table: PriceTable, width: number, style: Style): string[] {
  const { prices, unit } = table;
  const widest = (of: (price: Price) => string): number =>
    Math.max(0, ...prices.map((one) => columns(of(one))));
  const change = ({ price }: Price): string =>
    price === undefined ? '' : changeText(price.difference, unit);
  const ratio = ({ price }: Price): string => (price === undefined ? '' : ratioText(price.ratio));
  const grid = { change: widest(change), ratio: widest(ratio), taken: widest(takenText) };
  const numbers = grid.change + grid.ratio + grid.taken + 3 * GAP.length;
  const name = Math.min(
    widest(({ title }) => title),
    Math.max(12, width - 2 - numbers),
  );
  const room = width - 2 - name - numbers - GAP.length;
  const longest = Math.max(...prices.map(({ price }) => Math.abs(price?.difference ?? 0)));
  const bar = (row: Price): string => {
    const share = Math.abs(row.price?.difference ?? 0) / (longest || 1);
    const better = (row.price?.difference ?? 0) < 0 === (table.direction === 'lower');
    return style.bar('█'.repeat(Math.round(share * Math.min(BAR, room))), better ? 'subject' : 'other');
  };
  return [
    ...fold(tableTitle(table), width).map(style.strong),
    ...explanation(table).flatMap((line) => fold(line, width - 2).map((part) => `  ${style.faint(part)}`)),
    ...prices.map((row) => {
      const start = `  ${left(row.title, name)}${GAP}`;
      if (row.obstacle !== undefined)
        return start + style.problem(clip(problemWords(row.obstacle), width - columns(start)));
      const text = `${start}${right(change(row), grid.change)}${GAP}${right(ratio(row), grid.ratio)}${GAP}`;
      return `${text}${style.faint(right(takenText(row), grid.taken))}${room < 8 ? '' : GAP + bar(row)}`;
    }),
  ];
}
