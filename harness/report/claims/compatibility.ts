// SPDX-License-Identifier: Apache-2.0
import type { ClaimsDocument } from '../../claim/result.js';
import { type Markup, html } from '../html/markup.js';
import { wideTable } from '../html/wide-table.js';
import { type MarkdownContent, marked, table } from '../markdown/markdown.js';
import type { Style } from '../terminal/style.js';
import { fold } from '../terminal/width.js';

/** Heading of the table in every form. */
const TITLE = 'What runs on each system';
const COLUMNS = ['System', 'Runs', 'Limit', 'Source', 'Seen since'];

type Document = Pick<ClaimsDocument, 'compatibility'>;

function rowsOf({ compatibility = [] }: Document): string[][] {
  return compatibility.map(({ system, runs, limit, source, seen = '' }) => [
    system,
    runs,
    limit,
    `published (${source})`,
    seen,
  ]);
}

/** The table for a page; nothing where nothing is declared. */
export function compatibilityHtml(document: Document): Markup {
  const rows = rowsOf(document);
  if (rows.length === 0) return html``;
  const body = html`<tbody>
    ${rows.map(
      ([system = '', ...rest]) =>
        html`<tr>
          <th scope="row">${system}</th>
          ${rest.map((text) => html`<td>${text}</td>`)}
        </tr>`,
    )}
  </tbody>`;
  return html`<section>
    <h2>${TITLE}</h2>
    ${wideTable({ label: TITLE, columns: COLUMNS, numbers: new Set<string>(), bodies: [body] })}
  </section>`;
}

/** The same for Markdown. */
export function compatibilityMarkdown(document: Document): MarkdownContent[] {
  const rows = rowsOf(document);
  return rows.length === 0 ? [] : [marked`## ${TITLE}`, table(COLUMNS, rows)];
}

/** The same for a terminal, where each system has its own lines. */
export function compatibilityLines({ compatibility = [] }: Document, width: number, style: Style): string[] {
  if (compatibility.length === 0) return [];
  return [
    '',
    style.strong(TITLE),
    ...compatibility.flatMap(({ system, runs, limit, source, seen }) => [
      ...fold(`${system}: ${runs}`, width - 2).map((line) => `  ${line}`),
      ...fold(
        `${limit} Published (${source}).${seen === undefined ? '' : ` Seen since: ${seen}`}`,
        width - 4,
      ).map((line) => `    ${style.faint(line)}`),
    ]),
  ];
}
