// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, Price, PriceTable } from '../../ablation/result.js';
import { ratioWords } from '../format/comparison.js';
import { type Markup, html } from '../html/markup.js';
import { fillPage } from '../html/page.js';
import { figure } from '../html/section.js';
import { problemWords } from '../model/problem.js';
import type { PriceChart } from './charts.js';
import { changeText, headline, introduction, kconfigText, takenText, valueText } from './words.js';

/** The prices as one page without scripts or anything to load. */
export async function ablationPage(
  document: AblationDocument,
  charts: readonly PriceChart[],
): Promise<string> {
  return await fillPage({
    title: `${headline(document)} - lupine-bench`,
    header: head(document),
    main: html`${charts.map(chartSection)}`,
    footer: html`${categories(document)} ${kernels(document)}`,
  });
}

function head(document: AblationDocument): Markup {
  const [clock = '', ...lines] = introduction(document);
  return html`<h1>${headline(document)}</h1>
    <p class="muted">host ${document.host}; <a href="index.html">every value of this run</a></p>
    <p class="clock">${clock}</p>
    ${lines.map((line) => html`<p>${line}</p>`)}
    ${document.complete ? [] : html`<p class="warning">This run is not complete: planned boots are missing.</p>`}`;
}

function chartSection(chart: PriceChart): Markup {
  return html`<section>
    <h2>${chart.title}</h2>
    ${figure(chart)} ${priceTable(chart)}
  </section>`;
}

const COLUMNS = ['Category', 'Price', 'Ratio', 'Value', 'In the kernel'];

function priceTable({ table, title }: PriceChart): Markup {
  return html`<details>
    <summary>All values: ${title}</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="Values of ${title}">
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.prices.map((row) => priceRow(table, row))}
        </tbody>
      </table>
    </div>
  </details>`;
}

function priceRow(table: PriceTable, row: Price): Markup {
  const { unit } = table;
  const { title, system, price, obstacle } = row;
  const name = html`<th scope="row">${title}<br /><small>${system}</small></th>`;
  if (price === undefined) {
    const why = obstacle === undefined ? '' : `${problemWords(obstacle)}. ${obstacle.message}`;
    return html`<tr>
      ${name}
      <td class="problem" colspan="${COLUMNS.length - 1}">${why}</td>
    </tr>`;
  }
  return html`<tr>
    ${name}
    <td class="number">${changeText(price.difference, unit)}</td>
    <td class="number">${ratioWords(price.ratio, table)}</td>
    <td class="number">${valueText(price.value, unit)}</td>
    <td>${takenText(row)}</td>
  </tr>`;
}

function categories({ categories: all, kept }: AblationDocument): Markup {
  const list = (options: readonly { name: string }[]): string => options.map(({ name }) => name).join(' ');
  return html`<h2>What is in each category</h2>
    ${all.map(
      ({ name, title, summary, paper, options }) =>
        html`<details>
          <summary>${title} (${name}): ${options.length} options that differ</summary>
          <p>${summary} In the paper's table: ${paper}.</p>
          <p><code>${list(options)}</code></p>
        </details>`,
    )}
    ${kept.map(
      ({ options, why }) =>
        html`<details>
          <summary>In no category: ${options.length} options</summary>
          <p>${why}</p>
          <p><code>${list(options)}</code></p>
        </details>`,
    )}`;
}

function kernels(document: AblationDocument): Markup {
  return html`<h2>What Kconfig made of each category alone</h2>
    ${document.kernels.map((kernel) => {
      const lines = kconfigText(document, kernel);
      return html`<details>
        <summary>${kernel.system}</summary>
        ${lines.length === 0 ? html`<p>It came whole, and nothing else changed.</p>` : lines.map((line) => html`<p>${line}</p>`)}
      </details>`;
    })}`;
}
