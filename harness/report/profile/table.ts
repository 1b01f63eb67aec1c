// SPDX-License-Identifier: Apache-2.0
import { forTerminal } from '../../core/sinks.js';
import type { Style } from '../terminal/style.js';
import { columns, fold, left, right } from '../terminal/width.js';

/** A column of a table in a terminal. */
export interface TableColumn<Row> {
  head: string;
  /** What stands in it for a row. */
  text: (row: Row) => string;
  /** Numbers stand to the right. */
  side: 'left' | 'right';
  /** Which column goes first where the terminal is narrow: the one with the largest number; those without one stay. */
  optional?: number;
  /** True for the one that is cut, or gets what is left. */
  flexible?: boolean;
}

const INDENT = 2;
const GAP = 2;

/** A name is cut, but not to fewer columns than these, before an optional column goes. */
const LEAST_NAME = 24;

/**
 * A head and a line for each row; no line is wider.
 * @param remark what is said of a row below it; nothing when empty.
 */
export function tableLines<Row>(
  all: readonly TableColumn<Row>[],
  rows: readonly Row[],
  width: number,
  style: Style,
  remark: (row: Row) => string = () => '',
): string[] {
  if (rows.length === 0) return [];
  const texts = new Map(all.map((column) => [column, rows.map((row) => forTerminal(column.text(row)))]));
  const widest = (column: TableColumn<Row>): number =>
    Math.max(columns(column.head), ...(texts.get(column) ?? []).map(columns));
  const kept = fitting(all, widest, width);
  const used = kept.reduce((sum, one) => sum + (one.flexible === true ? 0 : widest(one)), 0);
  const space = Math.max(1, width - INDENT - GAP * (kept.length - 1) - used);
  const line = (textOf: (column: TableColumn<Row>) => string): string => {
    const cells = kept.map((column) => {
      const size = column.flexible === true ? Math.min(space, widest(column)) : widest(column);
      return column.side === 'left' ? left(textOf(column), size) : right(textOf(column), size);
    });
    return ' '.repeat(INDENT) + cells.join(' '.repeat(GAP)).trimEnd();
  };
  return [
    style.faint(line(({ head }) => head)),
    ...rows.flatMap((row, index) => [
      line((column) => texts.get(column)?.[index] ?? ''),
      ...remarkLines(forTerminal(remark(row)), width).map(style.faint),
    ]),
  ];
}

function remarkLines(text: string, width: number): string[] {
  const indent = ' '.repeat(3 * INDENT);
  return text === '' ? [] : fold(text, width - indent.length).map((line) => indent + line);
}

function fitting<Row>(
  all: readonly TableColumn<Row>[],
  widest: (column: TableColumn<Row>) => number,
  width: number,
): TableColumn<Row>[] {
  const least = (column: TableColumn<Row>): number =>
    column.flexible === true ? Math.min(widest(column), LEAST_NAME) : widest(column);
  let kept = [...all];
  for (;;) {
    const needed = kept.reduce((sum, column) => sum + least(column) + GAP, INDENT - GAP);
    const [first] = kept
      .filter(({ optional }) => optional !== undefined)
      .sort((a, b) => (b.optional ?? 0) - (a.optional ?? 0));
    if (needed <= width || first === undefined) return kept;
    kept = kept.filter((column) => column !== first);
  }
}
