// SPDX-License-Identifier: Apache-2.0
import { widest, wrap } from './fonts.js';
import type { Sizes } from './theme.js';
import type { ChartRow } from './rows.js';

/** The form of a chart: for a page that is wide, or for a phone. */
export type Form = 'wide' | 'narrow';

/** Where things stand in a chart: computed from real text widths, so that nothing overlaps. */
export interface Layout<Row = ChartRow> {
  title: string[];
  subtitle: string[];
  rows: Row[];
  /** Width of the plotting area in pixels. */
  width: number;
  /** Height of one row in pixels; as the specification has it when missing. */
  step?: number;
  /** Values of the specification's parameters by name. */
  params: Record<string, number>;
}

/** Texts around the panels. */
export interface Texts {
  title: string;
  caption: string;
}

/** Width of a chart between its paddings, by form. */
export const WIDTHS: Record<Form, number> = { wide: 760, narrow: 308 };
const GAP = 14;

/** Pixels of the widest column of names; what is longer is cut, and whole in the tooltip and the table. */
const LONGEST_NAME = 230;

/** Layouts by the form of the chart. */
export const LAYOUTS = {
  /** Names to the left of the bars. */
  wide,
  /** Names above the bars, for phones. */
  narrow,
};

/** Columns: name, bar, ratio, value, remark. */
function wide(rows: readonly ChartRow[], texts: Texts, size: Sizes): Layout {
  const names = Math.min(LONGEST_NAME, Math.ceil(widest(column(rows, 'system'), size.name)) + GAP);
  const ratios = Math.ceil(widest(column(rows, 'ratioText'), size.ratio, 'bold'));
  const values = Math.ceil(widest(column(rows, 'valueText'), size.value));
  const remark = widest(column(rows, 'remark'), size.remark);
  const remarks = remark === 0 ? 0 : Math.min(240, Math.ceil(remark) + 1);
  const ratioRight = GAP + ratios;
  const valueRight = ratioRight + (values > 0 ? GAP + values : 0);
  const remarkLeft = valueRight + GAP;
  const columns = remarks > 0 ? remarkLeft + remarks : valueRight;
  const wrapped = explained(rows, WIDTHS.wide, size);
  const width = WIDTHS.wide - names - columns;
  return {
    ...frame(texts, WIDTHS.wide, wrapped, size),
    width,
    step: 26,
    params: {
      ...{ namesWidth: names, ratioRight, valueRight, remarkLeft, remarkLimit: remarks },
      ...{ problemLimit: width + columns - 4, headingHeight: headingHeight(wrapped, size) },
    },
  };
}

/**
 * One column: the name and the ratio in a line above the bar, the value and a remark in a line below it. Without ratios
 * the value has their place.
 */
function narrow(plain: readonly ChartRow[], texts: Texts, size: Sizes): Layout {
  const compared = plain.some((row) => row.ratioText !== '');
  const rows = plain.map((row) => {
    if (!compared) return row;
    const below = [row.valueText, row.remark].filter((text) => text !== '');
    return { ...row, valueText: '', remark: below.join(' · ') };
  });
  const wrapped = explained(rows, WIDTHS.narrow, size);
  const ratios = Math.ceil(widest(column(rows, 'ratioText'), size.ratio, 'bold'));
  const values = Math.ceil(widest(column(rows, 'valueText'), size.value));
  const remarks = rows.some((row) => row.remark !== '');
  return {
    ...frame(texts, WIDTHS.narrow, wrapped, size),
    width: WIDTHS.narrow,
    step: remarks ? 54 : 40,
    params: {
      ...{ valueRight: WIDTHS.narrow - ratios - GAP, namesLimit: WIDTHS.narrow - ratios - values - 2 * GAP },
      ...(remarks ? { nameOffset: -17, barOffset: -1, remarkOffset: 15 } : { nameOffset: -10, barOffset: 6 }),
      ...{
        remarkLimit: WIDTHS.narrow,
        problemLimit: WIDTHS.narrow,
        headingHeight: headingHeight(wrapped, size),
      },
    },
  };
}

/** Title, subtitle and rows of a chart of this width. */
export function frame<Row>(
  texts: Texts,
  width: number,
  rows: Row[],
  size: Sizes,
): Pick<Layout<Row>, 'title' | 'subtitle' | 'rows'> {
  return {
    title: wrap(texts.title, width, size.title, 'bold'),
    subtitle: wrap(texts.caption, width, size.caption),
    rows,
  };
}

/** A row with lines of explanation above its panel. */
export interface Explained {
  explanation: string[];
}

/** Rows whose explanations are broken into lines of this width. */
export function explained<Row extends Explained>(rows: readonly Row[], width: number, size: Sizes): Row[] {
  return rows.map((row) => ({
    ...row,
    explanation: row.explanation.flatMap((line) => wrap(line, width, size.explanation)),
  }));
}

/** Height of the lines above a panel: the heading, then the explanation, then some air. */
export function headingHeight(rows: readonly Explained[], size: Sizes): number {
  return 20 + size.explanationLine * Math.max(1, ...rows.map((row) => row.explanation.length)) + 5;
}

function column(rows: readonly ChartRow[], field: 'system' | 'ratioText' | 'valueText' | 'remark'): string[] {
  return rows.map((row) => row[field]);
}
