// SPDX-License-Identifier: Apache-2.0
import { widest, wrap } from './fonts.js';
import type { Sizes } from './theme.js';
import type { ChartRow } from './rows.js';

/** Where things stand in a chart: computed from real text widths, so that nothing overlaps. */
export interface Layout {
  title: string[];
  subtitle: string[];
  rows: ChartRow[];
  /** Width of the plotting area in pixels. */
  width: number;
  /** Height of one row in pixels. */
  step: number;
  /** Values of the specification's parameters by name. */
  params: Record<string, number>;
}

/** Texts around the panels. */
export interface Texts {
  title: string;
  caption: string;
}

/** Width of a chart between its paddings. */
const WIDE = 760;
const NARROW = 308;
const GAP = 14;

/** Layouts by the form of the chart. */
export const LAYOUTS = {
  /** Names to the left of the bars. */
  wide,
  /** Names above the bars, for phones. */
  narrow,
};

/** Columns: name, bar, ratio, value, remark. */
function wide(rows: readonly ChartRow[], texts: Texts, size: Sizes): Layout {
  const names = Math.min(200, Math.ceil(widest(column(rows, 'system'), size.name)) + GAP);
  const ratios = Math.ceil(widest(column(rows, 'ratioText'), size.ratio, 'bold'));
  const values = Math.ceil(widest(column(rows, 'valueText'), size.value));
  const remark = widest(column(rows, 'remark'), size.remark);
  const remarks = remark === 0 ? 0 : Math.min(240, Math.ceil(remark) + 1);
  const ratioRight = GAP + ratios;
  const valueRight = ratioRight + (values > 0 ? GAP + values : 0);
  const remarkLeft = valueRight + GAP;
  const columns = remarks > 0 ? remarkLeft + remarks : valueRight;
  const wrapped = explained(rows, WIDE, size);
  const width = WIDE - names - columns;
  return {
    ...frame(texts, WIDE, wrapped, size),
    width,
    step: 26,
    params: {
      ...{ namesWidth: names, ratioRight, valueRight, remarkLeft, remarkLimit: remarks },
      ...{ problemLimit: width + columns - 4, headingHeight: headingHeight(wrapped, size) },
    },
  };
}

/** One column: the name and the value in a line above the bar, a remark in a line below it. */
function narrow(rows: readonly ChartRow[], texts: Texts, size: Sizes): Layout {
  const wrapped = explained(rows, NARROW, size);
  const ratios = Math.ceil(widest(column(rows, 'ratioText'), size.ratio, 'bold'));
  const values = Math.ceil(widest(column(rows, 'valueText'), size.value));
  const remarks = rows.some((row) => row.remark !== '');
  return {
    ...frame(texts, NARROW, wrapped, size),
    width: NARROW,
    step: remarks ? 54 : 40,
    params: {
      ...{ valueRight: NARROW - ratios - GAP, namesLimit: NARROW - ratios - values - 2 * GAP },
      ...(remarks ? { nameOffset: -17, barOffset: -1, remarkOffset: 15 } : { nameOffset: -10, barOffset: 6 }),
      ...{ remarkLimit: NARROW, problemLimit: NARROW, headingHeight: headingHeight(wrapped, size) },
    },
  };
}

function frame(
  texts: Texts,
  width: number,
  rows: ChartRow[],
  size: Sizes,
): Pick<Layout, 'title' | 'subtitle' | 'rows'> {
  return {
    title: wrap(texts.title, width, size.title, 'bold'),
    subtitle: wrap(texts.caption, width, size.caption),
    rows,
  };
}

function explained(rows: readonly ChartRow[], width: number, size: Sizes): ChartRow[] {
  return rows.map((row) => ({
    ...row,
    explanation: row.explanation.flatMap((line) => wrap(line, width, size.explanation)),
  }));
}

/** Height of the lines above the bars of a panel: the heading, then the explanation, then some air. */
function headingHeight(rows: readonly ChartRow[], size: Sizes): number {
  return 20 + size.explanationLine * Math.max(1, ...rows.map((row) => row.explanation.length)) + 5;
}

function column(rows: readonly ChartRow[], field: 'system' | 'ratioText' | 'valueText' | 'remark'): string[] {
  return rows.map((row) => row[field]);
}
