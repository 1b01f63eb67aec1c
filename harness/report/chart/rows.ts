// SPDX-License-Identifier: Apache-2.0
import { directionWords } from '../format/clock.js';
import { withUnit } from '../format/scale.js';
import { refusalWords } from '../model/conditions.js';
import { besidePublished, isAbsent, problemWords } from '../model/problem.js';
import { publishedShort } from '../model/published.js';
import { rowRatio, valueEnds } from '../model/words.js';
import type { Family, Kind, Panel, Row } from '../model/types.js';

/** One bar as the specifications in `reports/` read it. */
export interface ChartRow {
  panelOrder: number;
  rowOrder: number;
  /** Heading and explanation of the panel, in its first row only. */
  heading: string;
  explanation: string[];
  system: string;
  /** Published by others, or what the system is. */
  kind: Kind | 'published';
  /** Length of the bar: the ratio, or the value in the panel's scale; null when there is none. */
  length: number | null;
  low: number | null;
  high: number | null;
  /** How far the axis reaches at least, where no bar of the panel has a length; else null. */
  reach: number | null;
  ratioText: string;
  valueText: string;
  remark: string;
  problem: string;
  /** True when the value is missing because nobody asked for it: no failure. */
  absent: boolean;
  /** The whole row in words, for the tooltip. */
  tip: string;
}

/** Rows of all panels of a family, in the order in which they are drawn. */
export function chartRows(family: Family): ChartRow[] {
  return family.panels.flatMap((panel, panelOrder) =>
    panel.rows.map((row, rowOrder) => ({
      reach: panel.rows.some(({ value }) => value?.median !== 0) ? null : 1,
      panelOrder,
      rowOrder,
      heading: rowOrder === 0 ? panel.title : '',
      explanation: rowOrder === 0 ? [explanation(panel, family.normalised)] : [],
      system: row.system,
      kind: row.kind,
      ...extent(row, panel, family.normalised),
      ratioText: rowRatio(row, panel),
      ...textsOf(row, panel),
      absent: row.problem !== undefined && isAbsent(row.problem),
      tip: tip(panel, row),
    })),
  );
}

/** A value that must not be compared has no bar: it stands with the reason where the bar would. */
function textsOf(row: Row, panel: Panel): Pick<ChartRow, 'valueText' | 'remark' | 'problem'> {
  const value = row.value === undefined ? '' : withUnit(row.value.median, panel.scale);
  const refusal = refusalWords(row);
  if (row.problem !== undefined) {
    const words = besidePublished(problemWords(row.problem), row.problem, publishedShort);
    const problem = [words, refusal].filter((text) => text !== '').join('; ');
    return { valueText: '', remark: '', problem };
  }
  if (refusal !== '') return { valueText: '', remark: '', problem: `${value}, ${row.remark}` };
  return { valueText: value, remark: row.remark, problem: '' };
}

/** What the bars of a panel are: the direction first, then the reference, then the interval. */
function explanation(panel: Panel, normalised: boolean): string {
  const reference =
    normalised && panel.baseline?.value !== undefined
      ? `1× = ${panel.baseline.system}, ${withUnit(panel.baseline.value.median, panel.scale)}`
      : `in ${panel.scale.label}`;
  return [directionWords(panel.direction), reference, panel.interval]
    .filter((part) => part !== '')
    .join(' · ');
}

type Extent = Pick<ChartRow, 'length' | 'low' | 'high'>;

function extent(row: Row, panel: Panel, normalised: boolean): Extent {
  if (refusalWords(row) !== '') return finite();
  if (normalised) return finite(row.ratio?.value, row.ratio?.low, row.ratio?.high);
  const size = panel.scale.size;
  const { median, low, high } = row.value ?? {};
  return finite(median && median / size, low && low / size, high && high / size);
}

/** A bar without length has no interval; an end that is not finite is left open. */
function finite(length = Number.NaN, low = Number.NaN, high = Number.NaN): Extent {
  const or = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { length: or(length), low: or(low), high: or(high) ?? or(length) };
}

function tip(panel: Panel, row: Row): string {
  if (row.problem !== undefined || row.value === undefined) {
    return `${row.system}, ${panel.title}: ${row.problem === undefined ? '' : besidePublished(problemWords(row.problem), row.problem)}`;
  }
  const ends = valueEnds(row, panel);
  const against =
    row.ratio === undefined || row.ratio.method === 'baseline'
      ? ''
      : `; against the baseline ${rowRatio(row, panel)}, ${row.ratio.interval}`;
  return `${row.system}, ${panel.title}: ${withUnit(row.value.median, panel.scale)} (${row.value.interval}${ends === '' ? '' : ` from ${ends}`})${against}`;
}
