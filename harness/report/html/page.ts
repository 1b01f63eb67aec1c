// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Profile } from '../../profile/types.js';
import { forHtml } from '../../core/sinks.js';
import type { Chart } from '../chart/charts.js';
import { headline } from '../model/words.js';
import type { ReportModel } from '../model/types.js';
import { profileSection } from '../profile/section.js';
import type { VersionChart } from '../versions/charts.js';
import { versionSection } from '../versions/page.js';
import { foot } from './foot.js';
import { head } from './head.js';
import { type Markup, html } from './markup.js';
import { sectionHtml } from './section.js';

const FOLDER = new URL('../../../../reports/', import.meta.url);

/** What moves in a page: scripts of `reports/`, one behind the other, with the style of what they draw. */
const SCRIPTS = { flame: ['flame'], history: ['history-draw', 'history'] } as const;

/** One of them. */
export type PageScript = keyof typeof SCRIPTS;

/** What a page is filled with. */
export interface PageParts {
  /** Title of the document, plain text. */
  title: string;
  header: Markup;
  main: Markup;
  footer: Markup;
  /** What moves in it; without it the page has no script. */
  script?: PageScript;
}

/** The charts of a report. */
export interface DrawnReport {
  charts: readonly Chart[];
  /** Those of one kernel against another. */
  versions: readonly VersionChart[];
}

/** The whole report as one page with nothing to load, and without scripts unless there are flame graphs to search and zoom into. */
export async function pageHtml(
  model: ReportModel,
  { charts, versions }: DrawnReport,
  profiles: readonly Profile[] = [],
): Promise<string> {
  const flames = profiles.length > 0;
  return await fillPage({
    title: `${headline(model)} - lupine-bench`,
    header: head(model),
    main: html`${model.sections.map((section) => sectionHtml(section, charts))}
    ${versions.map(versionSection)} ${flames ? profileSection(profiles) : []}`,
    footer: foot(model),
    ...(flames ? { script: 'flame' } : {}),
  });
}

/** The template of `reports/` with its style and these parts. */
export async function fillPage({ title, header, main, footer, script: name }: PageParts): Promise<string> {
  const read = async (file: string): Promise<string> => await readFile(new URL(file, FOLDER), 'utf8');
  const [template, style] = await Promise.all([read('page.html'), read('page.css')]);
  const scripts = name === undefined ? [] : SCRIPTS[name].map((one) => read(`${one}.js`));
  const [ownStyle, script] =
    name === undefined ? ['', ''] : [await read(`${name}.css`), (await Promise.all(scripts)).join('\n')];
  const parts = new Map([
    ['title', forHtml(title)],
    ['style', style + ownStyle],
    ['policy', name !== undefined ? `; script-src '${digestOfScript(script)}'` : ''],
    ['script', name !== undefined ? `<script>${script}</script>` : ''],
    ['header', header.text],
    ['main', main.text],
    ['footer', footer.text],
  ]);
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => parts.get(name) ?? whole);
}

/** What the page's policy says of its only script: nothing else can run, whatever a name has in it. */
function digestOfScript(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
