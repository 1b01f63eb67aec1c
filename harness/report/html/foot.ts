// SPDX-License-Identifier: Apache-2.0
import { type FailedBoots, failedBoots } from '../model/failures.js';
import type { ReportModel } from '../model/types.js';
import { html, type Markup } from './markup.js';
import { wideTable } from './wide-table.js';

/** What went wrong, what must be known, what ran, and where it came from. */
export function foot(model: ReportModel): Markup {
  return html`${failures(model)} ${notes(model)} ${systems(model)} ${provenance(model)} ${reading()}`;
}

const FAILURE_COLUMNS = ['Scenario', 'System', 'Boots', 'Code', 'What happened', 'Metrics'];

function failures(model: ReportModel): Markup {
  const failed = failedBoots(model.summary);
  if (failed.length === 0) {
    return html`<h2>Failures</h2>
      <p>${model.summary.complete ? 'Every planned boot gave its values.' : 'No boot failed so far.'}</p>`;
  }
  return html`<h2>Failures</h2>
    ${wideTable({
      label: 'Failed boots',
      columns: FAILURE_COLUMNS,
      bodies: html`<tbody>
        ${failed.map(failureRow)}
      </tbody>`,
    })}`;
}

function failureRow({ scenario, system, boots, code, message, metrics }: FailedBoots): Markup {
  return html`<tr>
    <td>${scenario}</td>
    <th scope="row">${system}</th>
    <td>${boots.join(', ')}</td>
    <td class="problem"><code>${code}</code></td>
    <td class="raw">${message}</td>
    <td>${metrics.join(', ')}</td>
  </tr>`;
}

function notes({ summary }: ReportModel): Markup {
  if (summary.notes.length === 0) return html``;
  return html`<h2>Notes</h2>
    <ul>
      ${summary.notes.map((note) => html`<li>${note}</li>`)}
    </ul>`;
}

function systems({ summary }: ReportModel): Markup {
  return html`<h2>Systems and provenance</h2>
    <details>
      <summary>Systems, each with its kernel command line</summary>
      <dl>
        ${summary.systems.map(
          ({ name, title, cmdline }) =>
            html`<dt>${name}</dt>
              <dd>${title}</dd>
              ${cmdline === '' ? [] : html`<dd><code>${cmdline}</code></dd>`}`,
        )}
      </dl>
    </details>`;
}

function provenance({ summary }: ReportModel): Markup {
  return html`<details>
    <summary>Provenance</summary>
    <dl>
      ${summary.provenance.map(
        ({ label, value, file }) =>
          html`<dt>${label}</dt>
            <dd>
              ${file === undefined ? html`<code>${value}</code>` : html`<a href="../${file}">${value}</a>`}
            </dd>`,
      )}
    </dl>
  </details>`;
}

function reading(): Markup {
  return html`<details>
    <summary>How to read this page</summary>
    <p>
      A bar is the median of one value per boot, divided by the baseline's where there is a baseline; the
      dashed line is the baseline. In words, per cent are of the baseline's value (what is 19 % faster takes
      19 % less time), and from a factor of two on it is the factor. A whisker is the interval named above the
      bars: from six boots an interval between two order statistics that covers the median with at least 95 %
      probability whatever the distribution, below that the range of the boots. Boots with the same number ran
      next to each other and are compared with each other; so a ratio may differ a little from the quotient of
      two medians. Nothing is left out: a system that could not be measured keeps its row and says why.
    </p>
  </details>`;
}
