// SPDX-License-Identifier: Apache-2.0
import type { Price, PriceTable } from '../../ablation/result.js';
import type { ChartRow } from '../chart/rows.js';
import { ratioWords } from '../format/comparison.js';
import { scaleOf } from '../format/scale.js';
import { isAbsent, problemWords } from '../model/problem.js';
import { changeText, explanation, takenText } from './words.js';

/** Rows of a table as the specifications in `reports/` read them: a bar to the right of zero is more of the metric. */
export function priceRows(table: PriceTable): ChartRow[] {
  const { prices, unit, measure } = table;
  const sizes = prices.map(({ price }) => Math.abs(price?.difference ?? 0));
  const scale = scaleOf(unit, [Math.max(0, ...sizes)]);
  return prices.map((row, rowOrder): ChartRow => {
    const { title, price, obstacle } = row;
    const difference = price?.difference;
    const length = difference === undefined ? null : difference / scale.size;
    const change = difference === undefined ? '' : changeText(difference, unit);
    return {
      panelOrder: 0,
      reach: null,
      rowOrder,
      heading: rowOrder === 0 ? `${measure.app}, ${measure.metric}, in ${scale.label}` : '',
      explanation: rowOrder === 0 ? explanation(table) : [],
      system: title,
      kind: kindOf(table, row),
      ...{ length, low: length, high: length },
      ratioText: change,
      valueText: price === undefined ? '' : ratioWords(price.ratio, table),
      remark: takenText(row),
      problem: obstacle === undefined ? '' : problemWords(obstacle),
      absent: obstacle !== undefined && isAbsent(obstacle),
      tip: `${title}: ${price === undefined ? 'no price' : `${change}, ${ratioWords(price.ratio, table)}`} (${takenText(row)})`,
    };
  });
}

/** What makes the kernel better has the accent colour, what makes it worse the other one. */
function kindOf({ direction }: PriceTable, { price }: Price): ChartRow['kind'] {
  const change = price?.difference ?? 0;
  if (change === 0) return 'baseline';
  return change < 0 === (direction === 'lower') ? 'subject' : 'other';
}
