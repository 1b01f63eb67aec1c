// SPDX-License-Identifier: Apache-2.0
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../summary/types.js';
import { type DrawnChart, drawCharts } from './chart/charts.js';
import { pageHtml } from './html/page.js';
import { summaryMarkdown } from './markdown/summary.js';
import { buildModel } from './model/build.js';

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
 * always gives the same bytes. Throws `RATIO_NOT_COMPARABLE` when cells of one metric do not compare.
 */
export async function writeReport(summary: RunSummary, outDir: string): Promise<ReportFiles> {
  const model = buildModel(summary);
  const charts = await drawCharts(model);
  const page = await pageHtml(model, charts);
  const folder = join(outDir, 'report');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'charts'), { recursive: true });
  const html = join(folder, 'index.html');
  const markdown = join(outDir, 'summary.md');
  const written = charts.map(
    async (chart) => [chart.file, await writeChart(chart, join(folder, 'charts'))] as const,
  );
  await Promise.all([writeFile(html, page), writeFile(markdown, summaryMarkdown(model))]);
  return { html, markdown, charts: Object.fromEntries(await Promise.all(written)) };
}

/** Writes a chart in all its forms into a folder. */
export async function writeChart(chart: DrawnChart, folder: string): Promise<ChartFiles> {
  const path = (ending: string): string => join(folder, `${chart.file}.${ending}`);
  const files: ChartFiles = { svg: path('svg'), png: path('png'), spec: path('vl.json'), csv: path('csv') };
  await Promise.all([
    writeFile(files.svg, `${chart.svg}\n`),
    writeFile(files.png, chart.png),
    writeFile(files.spec, chart.spec),
    writeFile(files.csv, chart.csv),
  ]);
  return files;
}
