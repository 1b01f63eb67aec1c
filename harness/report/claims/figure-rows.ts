// SPDX-License-Identifier: Apache-2.0
import type { Figure, FigurePanel, FigureRow } from '../../claim/figures.js';
import type { ChartRow } from '../chart/rows.js';
import { directionWords } from '../format/clock.js';
import { threeDigits } from '../format/number.js';
import { type Measured, ratioWords } from '../format/comparison.js';
import { scaleOf, withUnit } from '../format/scale.js';
import { isAbsent, problemWords } from '../model/problem.js';

/** Rows of a figure as the specifications in `reports/` read them. */
export function figureRows({ panels }: Figure): ChartRow[] {
  return panels.flatMap((panel, panelOrder) =>
    panel.rows.map((row, rowOrder): ChartRow => {
      const { ratio, obstacle } = row;
      return {
        reach: null,
        panelOrder,
        rowOrder,
        heading: rowOrder === 0 ? panel.title : '',
        explanation: rowOrder === 0 ? explanation(panel) : [],
        system: row.system,
        kind: kindOf(row),
        length: ratio?.value ?? null,
        low: ratio?.low ?? null,
        high: ratio?.high ?? null,
        ratioText: figureRatio(row, panel),
        valueText: figureValue(row),
        remark: obstacle === undefined ? originText(row) : '',
        problem: obstacle === undefined ? '' : problemWords(obstacle),
        absent: obstacle !== undefined && isAbsent(obstacle),
        tip: `${row.system}, ${panel.title}, ${originText(row)}: ${[figureRatio(row, panel) || 'no value', figureValue(row)].filter(Boolean).join(', ')}`,
      };
    }),
  );
}

/** The ratio of a row in words; empty when there is none. */
export function figureRatio({ ratio, isBaseline }: FigureRow, panel: FigurePanel): string {
  if (ratio === undefined) return '';
  return isBaseline ? 'baseline' : ratioWords(ratio.value, measuredBy(panel));
}

/** The metric of a panel. A source may give a ratio without its unit; the other rows of the panel have it. */
function measuredBy({ direction, rows }: FigurePanel): Measured {
  const known = rows.find(({ unit }) => unit !== '' && unit !== 'ratio');
  return { unit: known?.unit ?? '', direction };
}

/** `measured here`, or `published (SL)`. */
export function originText({ origin }: FigureRow): string {
  return origin === 'measured' ? 'measured here' : `published (${origin.id})`;
}

/** The value behind a ratio with its unit; empty when the source gives the ratio alone. */
export function figureValue({ value, unit }: FigureRow): string {
  if (value === undefined || unit === '' || unit === 'ratio') return '';
  if (unit === 'ms' || unit === 'MB' || unit === 'kreq/s') return `${threeDigits(value)} ${unit}`;
  return withUnit(value, scaleOf(unit, [value]));
}

/** What is the 1, and of each source how, where and by which clock its figures were taken. */
export function explanation({ direction, rows, notes }: FigurePanel): string[] {
  const baseline = rows.find(({ isBaseline }) => isBaseline)?.system ?? '';
  const interval = rows.find(
    ({ ratio, origin, isBaseline }) => ratio && origin === 'measured' && !isBaseline,
  );
  const measured = interval?.ratio?.interval ?? '';
  const sources = rows.flatMap(({ origin, how }) =>
    origin === 'measured' ? [] : [`published (${origin.id}): ${how}; ${origin.clock}, ${origin.host}`],
  );
  return [
    `${directionWords(direction)} · 1× = ${baseline} of the same source`,
    ...(measured === '' ? [] : [`measured here: ${measured}`]),
    ...(notes.length === 0 ? [] : [`not alike: ${notes.join('; ')}`]),
    ...new Set(sources),
  ];
}

/** What was measured here stands out from what others published, whichever system it is of. */
function kindOf({ origin, isBaseline }: FigureRow): ChartRow['kind'] {
  if (origin !== 'measured') return 'published';
  return isBaseline ? 'baseline' : 'subject';
}
