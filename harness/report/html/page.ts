// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Chart } from '../chart/charts.js';
import { headline } from '../model/words.js';
import type { ReportModel } from '../model/types.js';
import { foot } from './foot.js';
import { head } from './head.js';
import { escapeText, html } from './markup.js';
import { sectionHtml } from './section.js';

const FOLDER = new URL('../../../../reports/', import.meta.url);

/** The whole report as one page without scripts or anything to load. */
export async function pageHtml(model: ReportModel, charts: readonly Chart[]): Promise<string> {
  const [template, style] = await Promise.all(
    ['page.html', 'page.css'].map((name) => readFile(new URL(name, FOLDER), 'utf8')),
  );
  const parts = new Map([
    ['title', escapeText(`${headline(model)} - lupine-bench`)],
    ['style', style ?? ''],
    ['header', head(model).text],
    ['main', html`${model.sections.map((section) => sectionHtml(section, charts))}`.text],
    ['footer', foot(model).text],
  ]);
  return (template ?? '').replace(/\{\{(\w+)\}\}/g, (whole, name: string) => parts.get(name) ?? whole);
}
