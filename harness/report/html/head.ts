// SPDX-License-Identifier: Apache-2.0
import { clockMeaning, directionWords } from '../format/clock.js';
import { comparison, plainRatio } from '../format/comparison.js';
import { scaled, withUnit } from '../format/scale.js';
import { type KeyRatio, keyRatios } from '../model/key-ratios.js';
import type { ReportModel } from '../model/types.js';
import { headline, listed, ratioEnds } from '../model/words.js';
import { html, type Markup } from './markup.js';

/** Headline, clock and the ratios to read first. */
export function head(model: ReportModel): Markup {
  const { host, complete } = model.summary;
  const keys = keyRatios(model);
  return html`<h1>
      ${headline(model)
        .split(' ')
        .map((word) => html`<span>${word}</span> `)}
    </h1>
    <p class="muted">${listed(model.sections.map((section) => section.scenario.title))}; host ${host}</p>
    <p class="clock">${clockMeaning(model.summary)}</p>
    ${complete ? [] : html`<p class="warning">This run is not complete: planned boots are missing.</p>`}
    ${
      keys.length === 0
        ? []
        : html`<ul class="keys" aria-label="Key ratios">
            ${keys.map(keyHtml)}
          </ul>`
    }`;
}

function keyHtml({ panel, row }: KeyRatio): Markup {
  const { ratio, value } = row;
  if (ratio === undefined || value === undefined || panel.baseline?.value === undefined) return html``;
  const ends = ratioEnds(row);
  const facts = [
    `${row.system} against ${panel.reference}: ${plainRatio(ratio.value)}`,
    `${scaled(value.median, panel.scale)} against ${withUnit(panel.baseline.value.median, panel.scale)}`,
    directionWords(panel.direction),
    ends === '' ? '' : `${ends}, n\u00a0=\u00a0${ratio.n}`,
    ratio.low < 1 && ratio.high > 1 ? 'the interval includes 1' : '',
  ];
  return html`<li>
    <strong>${comparison(ratio.value, panel)}</strong>
    <b>${panel.title}</b>
    ${facts.filter(Boolean).map((fact) => html`<small>${fact}</small> `)}
  </li>`;
}
