// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { PublishedFile } from '../claim/published-types.js';
import { emptyBelow } from '../core/confined.js';
import type { Profile } from '../profile/types.js';
import type { RunSummary } from '../summary/types.js';
import { drawCharts } from './chart/charts.js';
import type { DrawnChart } from './chart/draw.js';
import { turn } from '../core/turn.js';
import { drawVersions } from './versions/charts.js';
import { writeFiles } from './files.js';
import { pageHtml } from './html/page.js';
import { summaryMarkdown } from './markdown/summary.js';
import { buildModel } from './model/build.js';

const HTML = 'report/index.html';
const MARKDOWN = 'summary.md';

/** Files of one chart. */
export interface ChartFiles {
  svg: string;
  /** The SVG at twice its size, drawn with the bundled font. */
  png: string;
  /** Vega-Lite specification with its data; opens in the Vega editor. */
  spec: string;
  csv: string;
}

/** Paths of the files that {@link writeReport} wrote. */
export interface ReportFiles {
  /** `report/index.html`: one page that needs nothing else. */
  html: string;
  /** `summary.md`. */
  markdown: string;
  /** Files in `report/charts/`, by chart name. */
  charts: Record<string, ChartFiles>;
}

/**
 * Writes the report of a run into its folder: `report/` (replaced as a whole) and `summary.md`. The same summary
 * always gives the same bytes.
 * @param profiles of boots of the run, in the order of its steps; the page shows them.
 * @param published figures of others, which stand beside what could not be measured.
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) when cells of one metric differ in unit, clock or host;
 *   `CHART_FAILED` (exit 3), and what {@link writeFiles} throws.
 */
export async function writeReport(
  summary: RunSummary,
  outDir: string,
  profiles: readonly Profile[] = [],
  published?: PublishedFile,
): Promise<ReportFiles> {
  const model = buildModel(summary, published);
  await turn(undefined);
  const charts = await drawCharts(model);
  const versions = await drawVersions(model);
  const page = await pageHtml(model, { charts, versions }, profiles);
  await emptyBelow(outDir, 'report');
  await writeFiles(outDir, [
    { path: HTML, data: page },
    { path: MARKDOWN, data: summaryMarkdown(model) },
  ]);
  const written = await writeCharts([...charts, ...versions], outDir);
  const [html, markdown] = [join(outDir, HTML), join(outDir, MARKDOWN)];
  return { html, markdown, charts: Object.fromEntries(written) };
}

/**
 * Writes charts in all their forms into `report/charts/` of a run's folder; gives their files by the charts' names.
 * @throws BenchError what {@link writeFiles} throws.
 */
export async function writeCharts(
  charts: readonly DrawnChart[],
  outDir: string,
): Promise<Map<string, ChartFiles>> {
  const written = new Map<string, ChartFiles>();
  for (const { file, svg, png, spec, csv } of charts) {
    const path = (ending: string): string => `report/charts/${file}.${ending}`;
    const files = { svg: path('svg'), png: path('png'), spec: path('vl.json'), csv: path('csv') };
    await writeFiles(outDir, [
      { path: files.svg, data: `${svg}\n` },
      { path: files.png, data: png },
      { path: files.spec, data: spec },
      { path: files.csv, data: csv },
    ]);
    written.set(file, {
      ...{ svg: join(outDir, files.svg), png: join(outDir, files.png) },
      ...{ spec: join(outDir, files.spec), csv: join(outDir, files.csv) },
    });
  }
  return written;
}
