// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.js';
import type { HistoryPoint } from '../../history/types.js';
import type { Clock } from '../../metric/types.js';
import { clockName } from '../format/clock.js';
import { shownModel } from '../history/page.js';
import { historySection } from '../history/section.js';
import { commitWords } from '../history/words.js';
import { type Markup, html } from '../html/markup.js';
import { fillPage } from '../html/page.js';
import { wideTable } from '../html/wide-table.js';

/** A run of a site. */
export interface SiteRun {
  id: string;
  /** What was compared; missing for a run that could not be read. */
  title?: string;
  clock?: Clock;
  complete?: boolean;
  /** Its pages, below its folder. */
  pages: { path: string; title: string }[];
  /** Profiles in its report. */
  profiles: number;
  /** Why it could not be read. */
  problem?: string;
}

/** What the first page of a site is made of. */
export interface SiteParts {
  /** Name of the project. */
  name: string;
  /** The newest first, each with its folder in the site. */
  runs: (SiteRun & { folder: string })[];
  /** The points of the history in the order of their commits; missing where there is none. */
  points?: readonly HistoryPoint[];
}

/** The first page of a site: its charts, the latest report, every run. */
export async function sitePage({ name, runs, points = [] }: SiteParts): Promise<string> {
  const commits = new Map(points.map(({ run, revision }) => [run.id, revision]));
  return await fillPage({
    title: `${name} - lupine-bench`,
    header: html`<h1>${name}</h1>
      ${latest(runs)}`,
    main: html`<h2>History</h2>
      ${
        points.length === 0
          ? html`<p>There is no history yet: <code>lupine-bench history add</code> begins one.</p>`
          : historySection(shownModel(points))
      }
      <h2>Runs</h2>
      ${
        runs.length === 0
          ? html`<p>There is no run.</p>`
          : wideTable({
              label: 'Runs',
              columns: ['Run', 'What', 'Commit', 'Pages'],
              bodies: html`<tbody>
                ${runs.map((run) => row(run, commits.get(run.id)))}
              </tbody>`,
            })
      }`,
    footer: html``,
    ...(points.length === 0 ? {} : { script: 'history' }),
  });
}

function latest(runs: SiteParts['runs']): Markup {
  const run = runs.find(({ problem }) => problem === undefined);
  if (run === undefined) return html``;
  return html`<p>
    Latest report: <a href="${address(run.folder, 'report/index.html')}">${run.title ?? run.id}</a>
    <span class="muted">(${run.id})</span>
  </p>`;
}

function row(run: SiteParts['runs'][number], commit: HistoryPoint['revision'] | undefined): Markup {
  const { id, folder, title, clock, complete, pages, profiles, problem } = run;
  const what = [
    title ?? '',
    clock === undefined ? '' : clockName(clock),
    profiles === 0 ? '' : counted(profiles, 'profile'),
  ].filter((words) => words !== '');
  return html`<tr>
    <th scope="row">${id}</th>
    <td>
      ${what.join(', ')} ${complete === false ? html`<span class="problem">not complete</span>` : []}
      ${problem === undefined ? [] : html`<span class="problem">could not be read: ${problem}</span>`}
    </td>
    <td>${commit === undefined ? '' : html`<code>${commitWords(commit)}</code>`}</td>
    <td>${pages.map((page) => html`<a href="${address(folder, page.path)}">${page.title}</a> `)}</td>
  </tr>`;
}

function address(folder: string, path: string): string {
  return [...folder.split('/'), ...path.split('/')].map(encodeURIComponent).join('/');
}
