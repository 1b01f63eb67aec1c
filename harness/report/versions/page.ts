// SPDX-License-Identifier: Apache-2.0
import { type Markup, html } from '../html/markup.js';
import { figure } from '../html/section.js';
import { wideTable } from '../html/wide-table.js';
import { isAbsent, problemSentence } from '../model/problem.js';
import type { VersionPair, VersionRow } from '../model/types.js';
import type { VersionChart } from './charts.js';
import {
  pairTitle,
  problemIn,
  tableTitle,
  valueText,
  versionInterval,
  versionNotes,
  versionRatio,
} from './words.js';

const COLUMNS = 6;

/** One kernel against another on the page: the chart, then every metric of both. */
export function versionSection(chart: VersionChart): Markup {
  const { table, title } = chart;
  const [older, newer] = [`Linux ${table.older}`, `Linux ${table.newer}`];
  return html`<section>
    <h2>${tableTitle(table)}</h2>
    <p>Each system of this run that was built from both kernels, the newer against the older.</p>
    ${versionNotes(table).map((note) => html`<p class="warning">${note}</p>`)} ${figure(chart)}
    <details>
      <summary>All values: ${title}</summary>
      ${wideTable({
        label: `Values of ${title}`,
        columns: ['Metric', older, newer, 'Ratio', 'Interval of the ratio', 'Boots'],
        numbers: new Set([older, newer, 'Ratio', 'Boots']),
        bodies: table.pairs.map(pairBody),
      })}
    </details>
  </section>`;
}

function pairBody(pair: VersionPair): Markup {
  return html`<tbody>
    <tr>
      <th colspan="${COLUMNS}" scope="rowgroup">${pairTitle(pair)}</th>
    </tr>
    ${pair.rows.map(rowHtml)}
  </tbody>`;
}

function rowHtml(row: VersionRow): Markup {
  const { older, newer, panel } = row;
  const problem = problemIn(row);
  const head = html`<th scope="row">${panel.title} <code>${panel.metric}</code></th>`;
  const values = [older, newer].map((one) => html`<td class="number">${valueText(one, panel)}</td>`);
  return problem === undefined
    ? html`<tr>
        ${head} ${values}
        <td class="number">${versionRatio(row) || 'no ratio'}</td>
        <td>${versionInterval(row)}</td>
        <td class="number">${newer.value?.n ?? 0}</td>
      </tr>`
    : html`<tr>
        ${head} ${values}
        <td class="${isAbsent(problem) ? 'muted' : 'problem'}" colspan="${COLUMNS - 3}">
          ${problemSentence(problem)}
        </td>
      </tr>`;
}
