// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../../core/grouped.js';
import { gainText } from '../format/gain.js';
import { withUnit } from '../format/scale.js';
import { problemWords } from '../model/problem.js';
import type { Curve, CurvePoint, Panel, Row } from '../model/types.js';
import { gainEnds, valueEnds } from '../model/words.js';
import { type MarkdownContent, table } from './markdown.js';

/** A curve as a table: one line per piece of work, with both times and the gain. */
export function curveBlocks({ app, system, points }: Curve): MarkdownContent[] {
  const baseline = points[0]?.panel.baseline?.system ?? 'baseline';
  const heads = ['Instructions of work:', baseline, system, 'Gain:', 'Interval of the gain', 'Boots:'];
  return [
    `${system} against ${baseline}, ${app}: time saved, of the time without; higher is better`,
    table(heads, points.map(cells)),
  ];
}

function cells({ x, panel, row, gain }: CurvePoint): MarkdownContent[] {
  const interval =
    gain === undefined ? 'no ratio' : [gainEnds(gain), row.ratio?.interval].filter(Boolean).join(', ');
  return [
    grouped(String(x)),
    valueText(
      panel,
      panel.rows.find(({ kind }) => kind === 'baseline'),
    ),
    valueText(panel, row),
    gain === undefined ? '' : gainText(gain.value),
    interval,
    row.value?.n ?? 0,
  ];
}

/** The value with its spread and its failed boots, or why there is none. */
function valueText(panel: Panel, row: Row | undefined): string {
  if (row?.value === undefined) return row?.problem === undefined ? '' : problemWords(row.problem);
  const failed = row.cell?.failures.length ? row.remark : '';
  const beside = [valueEnds(row, panel), failed].filter(Boolean).join(', ');
  return `${withUnit(row.value.median, panel.scale)}${beside === '' ? '' : ` (${beside})`}`;
}
