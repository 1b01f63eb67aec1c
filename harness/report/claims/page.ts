// SPDX-License-Identifier: Apache-2.0
import type { ClaimResult, CheckResult, ClaimsDocument } from '../../claim/result.js';
import { clockMeaning } from '../format/clock.js';
import { type Markup, html } from '../html/markup.js';
import { fillPage } from '../html/page.js';
import { figure } from '../html/section.js';
import { wideTable } from '../html/wide-table.js';
import { isAbsent, problemWords } from '../model/problem.js';
import type { Problem } from '../model/types.js';
import type { FigureChart } from './charts.js';
import { compatibilityHtml } from './compatibility.js';
import { figureTable } from './figure-table.js';
import {
  MARKS,
  differsText,
  emulatedText,
  endsText,
  missingText,
  namesText,
  oursText,
  publishedText,
  tally,
  valuesText,
  openText,
} from './words.js';

const TITLE = 'A Linux in Unikernel Clothing: the claims, measured again';

/** The claims as one page without scripts or anything to load. */
export async function claimsPage(
  document: ClaimsDocument,
  charts: readonly FigureChart[],
  left: readonly string[],
): Promise<string> {
  return await fillPage({
    title: `${TITLE} - lupine-bench`,
    header: head(document),
    main: html`${claimsTable(document)} ${charts.map(chartSection)} ${notDrawn(left)}
    ${compatibilityHtml(document)}`,
    footer: foot(document),
  });
}

function head(document: ClaimsDocument): Markup {
  return html`<h1>${TITLE}</h1>
    <p><b>${tally(document)}</b></p>
    <p class="muted">host ${document.host}; <a href="index.html">every value of this run</a></p>
    <p class="clock">${clockMeaning({ clock: document.clock })}</p>
    ${emulatedText(document).map((text) => html`<p class="warning">${text}</p>`)}
    ${document.complete ? [] : html`<p class="warning">This run is not complete: planned boots are missing.</p>`}`;
}

const COLUMNS = ['Claim', 'Published', 'Here', 'n', 'Verdict'];
const NUMBERS = new Set(['n']);

function claimsTable(document: ClaimsDocument): Markup {
  return html`<h2>Claims</h2>
    ${wideTable({ label: 'Claims and verdicts', columns: COLUMNS, numbers: NUMBERS, bodies: document.claims.map(claimBody) })}`;
}

function claimBody(claim: ClaimResult): Markup {
  const { id, statement, published, sources, verdict, note = '', checks } = claim;
  const wide = COLUMNS.length;
  const open = [...openText(claim), ...missingText(claim)];
  const about = [note, differsText(claim)].filter((line) => line !== '');
  return html`<tbody id="${id}">
    <tr>
      <th scope="rowgroup" colspan="${wide - 1}">
        <code>${id}</code> ${statement}<br /><small class="muted"
          >Published: ${published} (${sources.join(', ')})</small
        >
      </th>
      <td><b>${verdictHtml(verdict)}</b></td>
    </tr>
    ${checks.map(checkRow)}
    ${
      open.length === 0
        ? []
        : html`<tr>
            <td colspan="${wide}">${lines(open)}</td>
          </tr>`
    }
    ${
      about.length === 0
        ? []
        : html`<tr>
            <td colspan="${wide}" class="muted">
              <details>
                <summary>How it is measured, and what differs</summary>
                ${lines(about)}
              </details>
            </td>
          </tr>`
    }
  </tbody>`;
}

function lines(texts: readonly string[]): Markup[] {
  return texts.map((text) => html`<p>${text}</p>`);
}

function checkRow(check: CheckResult): Markup {
  const { what, cell, ours, obstacle, published, verdict } = check;
  const behind =
    ours === undefined ? '' : [endsText(check), ours.interval, valuesText(ours)].filter(Boolean).join(', ');
  return html`<tr>
    <th scope="row">
      ${what}<br /><small>${namesText(check)}; <code>${cell.metric}</code>, ${cell.app}</small>
    </th>
    <td>${publishedText(check)}<br /><small>${published.words} (${published.source})</small></td>
    <td>
      ${obstacle === undefined ? oursText(check) : obstacleHtml(obstacle)}<br /><small>${behind}</small>
    </td>
    <td class="number">${ours?.n ?? 0}</td>
    <td>${verdictHtml(verdict)}</td>
  </tr>`;
}

function obstacleHtml(obstacle: Problem): Markup {
  return html`<span class="${isAbsent(obstacle) ? 'muted' : 'problem'}">${problemWords(obstacle)}</span>`;
}

/** What does not hold, or cannot be known here, stands out; what is still to be measured does not. */
const VERDICT_CLASSES: Record<ClaimResult['verdict'], string> = {
  holds: 'verdict',
  'holds weaker': 'verdict',
  'does not hold': 'verdict problem',
  'not measured yet': 'verdict muted',
  'cannot be measured here': 'verdict problem',
};

function verdictHtml(verdict: ClaimResult['verdict']): Markup {
  return html`<span class="${VERDICT_CLASSES[verdict]}">${MARKS[verdict]} ${verdict}</span>`;
}

function chartSection(chart: FigureChart): Markup {
  return html`<section>
    <h2>${chart.title}</h2>
    ${figure(chart)} ${figureTable(chart)}
  </section>`;
}

function notDrawn(left: readonly string[]): Markup {
  if (left.length === 0) return html``;
  return html`<p class="muted">
    Not drawn, because this run has none of their scenarios: ${left.join(', ')}.
  </p>`;
}

function foot({ sources }: ClaimsDocument): Markup {
  return html`<h2>Sources of the published figures</h2>
    <dl>
      ${sources.map(
        ({ id, title, host, clock }) =>
          html`<dt>${id}</dt>
            <dd>${title}; ${clock}, ${host}. Published, not measured here.</dd>`,
      )}
    </dl>
    <h2>How to read the verdicts</h2>
    <p>
      A claim holds when the whole interval of our number is at least as good as the published one, within the
      tolerance that the declaration of the claim states; it holds more weakly when the effect has the
      published direction but not its size; else it does not hold. Of several numbers the worst decides. What
      cannot be measured keeps its row and says why.
    </p>`;
}
