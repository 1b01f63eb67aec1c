// SPDX-License-Identifier: Apache-2.0
import type { FigurePanel, FigureRow } from '../../claim/figures.js';
import { type Markup, html } from '../html/markup.js';
import { wideTable } from '../html/wide-table.js';
import type { FigureChart } from './charts.js';
import { isAbsent, problemSentence, problemWords } from '../model/problem.js';
import { figureRatio, figureValue, originText } from './figure-rows.js';

const COLUMNS = ['System', 'Origin', 'Ratio', 'Value', 'How, clock and host'];
const NUMBERS = new Set(['Ratio', 'Value']);

/** Every value behind a figure, folded away until asked for. */
export function figureTable({ figure, title }: FigureChart): Markup {
  return html`<details>
    <summary>All values: ${title}</summary>
    ${wideTable({ label: `Values of ${title}`, columns: COLUMNS, numbers: NUMBERS, bodies: figure.panels.map(panelBody) })}
  </details>`;
}

function panelBody(panel: FigurePanel): Markup {
  const { title, rows } = panel;
  return html`<tbody>
    <tr>
      <th colspan="${COLUMNS.length}" scope="rowgroup">${title}</th>
    </tr>
    ${rows.map((row) => rowHtml(panel, row))}
  </tbody>`;
}

function rowHtml(panel: FigurePanel, row: FigureRow): Markup {
  const { system, origin, how, ratio, obstacle } = row;
  if (obstacle !== undefined) {
    const words = isAbsent(obstacle) ? problemWords(obstacle) : problemSentence(obstacle);
    return html`<tr>
      <th scope="row">${system}</th>
      <td>${originText(row)}</td>
      <td class="${isAbsent(obstacle) ? 'muted' : 'problem'}" colspan="${COLUMNS.length - 2}">${words}</td>
    </tr>`;
  }
  return html`<tr>
    <th scope="row">${system}</th>
    <td>${originText(row)}</td>
    <td class="number">${figureRatio(row, panel)}</td>
    <td class="number">${figureValue(row)}</td>
    <td>${origin === 'measured' ? (ratio?.interval ?? '') : `${how}; ${origin.clock}, ${origin.host}`}</td>
  </tr>`;
}
