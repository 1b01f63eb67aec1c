// SPDX-License-Identifier: Apache-2.0
import type { Chart } from '../chart/charts.js';
import type { DrawnChart } from '../chart/draw.js';
import { themed } from '../chart/svg.js';
import { conditionNotes } from '../model/conditions.js';
import type { Section } from '../model/types.js';
import { circumstances } from '../model/words.js';
import { html, Markup } from './markup.js';
import { valuesTable } from './table.js';

/** A scenario: how it was run, then its charts, each with its table. */
export function sectionHtml(section: Section, charts: readonly Chart[]): Markup {
  const { title, description } = section.scenario;
  const mine = charts.filter((chart) => chart.section === section);
  return html`<section>
    <h2>${title}</h2>
    <p>${description}</p>
    <p class="muted">${[`baseline ${section.scenario.baseline}`, ...circumstances(section)].join(' · ')}</p>
    ${section.scenario.note === undefined ? [] : html`<p class="warning">${section.scenario.note}</p>`}
    ${notesOf(section).map((note) => html`<p class="warning">${note}</p>`)}
    ${mine.length === 0 ? html`<p class="problem">could not measure: no cell was planned or kept.</p>` : []}
    ${mine.map((chart) => [figure(chart), valuesTable(chart)])}
  </section>`;
}

function notesOf({ families }: Section): string[] {
  return conditionNotes(families.flatMap(({ panels }) => panels));
}

/** The page carries the chart, its data and its specification; the files beside it are for use elsewhere. */
export function figure(chart: DrawnChart): Markup {
  return html`<figure>
    <div class="wide">${new Markup(themed(chart.svg))}</div>
    <div class="narrow">${new Markup(themed(chart.narrowSvg))}</div>
    <figcaption>
      <a href="${dataUri('text/csv', chart.csv)}" download="${chart.file}.csv">Data (CSV)</a>
      <a href="${dataUri('application/json', chart.spec)}" download="${chart.file}.vl.json">Specification</a>
      Files:
      ${['csv', 'vl.json', 'svg', 'png'].map((ending) => html`<a href="charts/${chart.file}.${ending}">${ending}</a> `)}
    </figcaption>
  </figure>`;
}

function dataUri(type: string, text: string): string {
  return `data:${type};base64,${Buffer.from(text).toString('base64')}`;
}
