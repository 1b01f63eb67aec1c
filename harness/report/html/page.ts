// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { forHtml } from '../../core/sinks.js';
import type { Chart } from '../chart/charts.js';
import { headline } from '../model/words.js';
import type { ReportModel } from '../model/types.js';
import { foot } from './foot.js';
import { head } from './head.js';
import { type Markup, html } from './markup.js';
import { sectionHtml } from './section.js';

const FOLDER = new URL('../../../../reports/', import.meta.url);

/** What a page is filled with. */
export interface PageParts {
  /** Title of the document, plain text. */
  title: string;
  header: Markup;
  main: Markup;
  footer: Markup;
}

/** The whole report as one page without scripts or anything to load. */
export async function pageHtml(model: ReportModel, charts: readonly Chart[]): Promise<string> {
  return await fillPage({
    title: `${headline(model)} - lupine-bench`,
    header: head(model),
    main: html`${model.sections.map((section) => sectionHtml(section, charts))}`,
    footer: foot(model),
  });
}

/** The template of `reports/` with its style and these parts. */
export async function fillPage({ title, header, main, footer }: PageParts): Promise<string> {
  const [template, style] = await Promise.all(
    ['page.html', 'page.css'].map((name) => readFile(new URL(name, FOLDER), 'utf8')),
  );
  const parts = new Map([
    ['title', forHtml(title)],
    ['style', style ?? ''],
    ['header', header.text],
    ['main', main.text],
    ['footer', footer.text],
  ]);
  return (template ?? '').replace(/\{\{(\w+)\}\}/g, (whole, name: string) => parts.get(name) ?? whole);
}
