// SPDX-License-Identifier: Apache-2.0
import type { FigurePanel, FigureRow } from '../../claim/figures.js';
import { ratioText } from '../format/number.js';
import { type Markup, html } from '../html/markup.js';
import type { FigureChart } from './charts.js';
import { figureValue, originText } from './figure-rows.js';

const COLUMNS = ['System', 'Origin', 'Ratio', 'Value', 'How, clock and host'];

/** Every value behind a figure, folded away until asked for. */
export function figureTable({ figure, title }: FigureChart): Markup {
  return html`<details>
    <summary>All values: ${title}</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="Values of ${title}">
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        ${figure.panels.map(panelBody)}
      </table>
    </div>
  </details>`;
}

function panelBody({ title, rows }: FigurePanel): Markup {
  return html`<tbody>
    <tr>
      <th colspan="${COLUMNS.length}" scope="rowgroup">${title}</th>
    </tr>
    ${rows.map(rowHtml)}
  </tbody>`;
}

function rowHtml(row: FigureRow): Markup {
  const { system, origin, how, ratio, obstacle } = row;
  return html`<tr>
    <th scope="row">${system}</th>
    <td>${originText(row)}</td>
    <td class="number">${ratio === undefined ? '' : ratioText(ratio.value)}</td>
    <td class="number">${figureValue(row)}</td>
    <td>
      ${origin === 'measured' ? (obstacle?.message ?? ratio?.interval ?? '') : `${how}; ${origin.clock}, ${origin.host}`}
    </td>
  </tr>`;
}
