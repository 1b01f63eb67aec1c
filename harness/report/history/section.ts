// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.js';
import { compactJson } from '../../core/json.js';
import type { HistoryModel, MetricHistory } from '../../history/series.js';
import type { PointRevision } from '../../history/types.js';
import { withUnit } from '../format/scale.js';
import { type Markup, html } from '../html/markup.js';
import { wideTable } from '../html/wide-table.js';
import { pageData, scaleOfMetric } from './data.js';
import { changeWords, commitWords, isWorse, latestChanges, metricTitle, seriesName } from './words.js';

/** Changes that are told above the charts. */
const TOLD = 12;

/** Changes in the table of a chart. */
const LISTED = 100;

/** The charts of a history with what can be read without them; `reports/history.js` draws. */
export function historySection(model: HistoryModel): Markup {
  return html`<p class="muted">
      ${counted(model.commits.length, 'commit')}, ${counted(model.metrics.length, 'chart')}. A chart begins
      with the oldest commit; the arrow keys go from value to value.
    </p>
    ${told(model)}
    <p class="ranges" hidden>
      <button type="button" data-last="100">Last 100</button>
      <button type="button" data-last="1000">Last 1,000</button>
      <button type="button" data-last="">All</button>
    </p>
    ${model.metrics.map((metric) => metricFigure(metric, model.commits))}
    <pre id="history-data" hidden>${compactJson(pageData(model))}</pre>
    <details>
      <summary>How to read these charts</summary>
      <p>
        A point is the median of the boots of one run at one commit, the band its interval. Commits have equal
        distances, in the order of their ancestry. A dashed line is a change point: a commit from which on the
        values are others, found by E-divisive means and Student's t-test as Apache Otava has it, with p at
        most 0.001. It needs values from both sides, so it is found commits later, and it is never asked by
        the gate of a pull request. A ring is a run whose comparison with its base was no pass. Where monitor,
        host, parameters or the definition of the clock changed another line begins, because the values do not
        compare.
      </p>
    </details>`;
}

function told(model: HistoryModel): Markup {
  const changes = latestChanges(model);
  if (changes.length === 0) return html`<p>No change point so far.</p>`;
  const shown = changes.slice(0, TOLD);
  return html`<h2>Latest changes</h2>
    <ul>
      ${shown.map(
        ({ metric, series, change, commit }) =>
          html`<li>
            <b class="${isWorse(change, metric) ? 'problem' : 'words'}"
              >${isWorse(change, metric) ? 'worse' : 'better'}</b
            >: ${metricTitle(metric)}${metric.series.length === 1 ? '' : `, ${seriesName(series, metric)}`}
            since <code>${commitWords(commit)}</code>: ${changeWords(change, metric, scaleOfMetric(metric))}
          </li>`,
      )}
    </ul>
    ${changes.length > shown.length ? html`<p class="muted">and ${changes.length - shown.length} more below</p>` : []}`;
}

function metricFigure(metric: MetricHistory, commits: readonly PointRevision[]): Markup {
  const title = metricTitle(metric);
  const scale = scaleOfMetric(metric);
  const lines = metric.series.map((series) => ({
    series,
    name: seriesName(series, metric),
    last: series.values.at(-1),
  }));
  const latest = lines
    .map(
      ({ name, last }) => `${name} ${last === undefined ? 'without a value' : withUnit(last.median, scale)}`,
    )
    .join(', ');
  return html`<section>
    <h3>${title}</h3>
    <figure class="history">
      <canvas role="img" tabindex="0" aria-label="${title}. Latest: ${latest}"></canvas>
      <output aria-live="polite">${latest}</output>
      <figcaption></figcaption>
    </figure>
    ${changeTable(metric, commits)} ${failureList(metric, commits)}
  </section>`;
}

function changeTable(metric: MetricHistory, commits: readonly PointRevision[]): Markup {
  const changes = latestChanges({ commits: [...commits], metrics: [metric] });
  if (changes.length === 0) return html``;
  const scale = scaleOfMetric(metric);
  const shown = changes.slice(0, LISTED);
  const rest = changes.length > shown.length ? ` (the newest ${shown.length})` : '';
  return html`<details>
    <summary>${counted(changes.length, 'change point')}${rest}</summary>
    ${wideTable({
      label: `Change points of ${metricTitle(metric)}`,
      columns: ['Commit', 'Line', 'Change'],
      bodies: html`<tbody>
        ${shown.map(
          ({ series, change, commit }) =>
            html`<tr>
              <th scope="row">${commitWords(commit)}</th>
              <td>${seriesName(series, metric)}</td>
              <td>${changeWords(change, metric, scale)}</td>
            </tr>`,
        )}
      </tbody>`,
    })}
  </details>`;
}

/** A run that gave no value is no gap: it is said. */
function failureList(metric: MetricHistory, commits: readonly PointRevision[]): Markup {
  const failures = metric.series.flatMap((series) =>
    series.failures.flatMap(({ commit: at, code }) => {
      const commit = commits[at];
      return commit === undefined ? [] : [{ name: seriesName(series, metric), code, commit, at }];
    }),
  );
  if (failures.length === 0) return html``;
  const shown = failures.sort((a, b) => b.at - a.at).slice(0, TOLD);
  return html`<details>
    <summary>${counted(failures.length, 'run')} without a value</summary>
    <ul>
      ${shown.map(
        ({ name, code, commit }) =>
          html`<li class="problem">${name} at <code>${commitWords(commit)}</code>: ${code}</li>`,
      )}
    </ul>
    ${failures.length > shown.length ? html`<p class="muted">and ${failures.length - shown.length} older ones</p>` : []}
  </details>`;
}
