// SPDX-License-Identifier: Apache-2.0
import { directionWords } from '../format/clock.js';
import { exact } from '../format/number.js';
import { withUnit } from '../format/scale.js';
import type { Chart } from '../chart/charts.js';
import { refusalWords } from '../model/conditions.js';
import { besidePublished, isAbsent, problemSentence } from '../model/problem.js';
import type { Panel, Row } from '../model/types.js';
import { ratioEnds, rowRatio, valueEnds } from '../model/words.js';
import { html, type Markup } from './markup.js';
import { wideTable } from './wide-table.js';

const NUMBERS = new Set(['Median', 'Ratio', 'Boots']);
const COLUMNS = [
  'System',
  'Median',
  'Interval',
  'Ratio',
  'Interval of the ratio',
  'Boots',
  'Value of each boot',
];

/** Every value behind a chart, folded away until asked for. */
export function valuesTable({ family, title }: Chart): Markup {
  return html`<details>
    <summary>All values: ${title}</summary>
    ${wideTable({ label: `Values of ${title}`, columns: COLUMNS, numbers: NUMBERS, bodies: family.panels.map(panelBody) })}
  </details>`;
}

function panelBody(panel: Panel): Markup {
  return html`<tbody>
    <tr>
      <th colspan="${COLUMNS.length}" scope="rowgroup">
        ${panel.title} <code>${panel.metric}</code>, ${directionWords(panel.direction)}
      </th>
    </tr>
    ${panel.rows.map((row) => rowHtml(panel, row))}
  </tbody>`;
}

function rowHtml(panel: Panel, row: Row): Markup {
  const { value, ratio, problem } = row;
  if (value === undefined) {
    const words = [
      problem === undefined ? '' : besidePublished(problemSentence(problem), problem),
      refusalWords(row),
    ];
    return html`<tr>
      <th scope="row">${row.system}</th>
      <td
        class="${problem !== undefined && isAbsent(problem) ? 'muted' : 'problem'}"
        colspan="${COLUMNS.length - 1}"
      >
        ${words.filter(Boolean).join('; ')}
      </td>
    </tr>`;
  }
  const ends = valueEnds(row, panel);
  const ratioInterval =
    ratio === undefined || ratio.method === 'baseline'
      ? ''
      : [ratioEnds(row), ratio.interval].filter(Boolean).join(', ');
  return html`<tr>
    <th scope="row">${row.system}</th>
    <td class="number">${withUnit(value.median, panel.scale)}</td>
    <td>${[ends, value.interval].filter(Boolean).join(', ')}</td>
    <td class="number">${ratio === undefined ? 'no ratio' : rowRatio(row, panel)}</td>
    <td>${ratioInterval || refusalWords(row)}</td>
    <td class="number">${value.n}</td>
    <td class="raw">${rawValues(row, panel)}${row.cell?.failures.length ? html`<br />${row.remark}` : []}</td>
  </tr>`;
}

/** Raw values in boot order and in the unit of the samples; a value that all boots share is written once. */
function rawValues(row: Row, panel: Panel): string {
  const values = row.cell?.values ?? [];
  const [first] = values;
  const same = values.length > 1 && values.every((value) => value === first);
  const written =
    same && first !== undefined ? `${values.length} × ${exact(first)}` : values.map(exact).join('; ');
  return `${written} ${panel.unit}`;
}
