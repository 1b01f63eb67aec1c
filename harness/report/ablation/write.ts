// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument } from '../../ablation/result.js';
import { prettyJson } from '../../core/json.js';
import { forReport } from '../format/for-report.js';
import { writeFiles } from '../files.js';
import { writeCharts } from '../write.js';
import { drawPrices } from './charts.js';
import { tableCsv } from './csv.js';
import { ablationMarkdown } from './markdown.js';
import { ablationPage } from './page.js';

/**
 * Writes `ablation.json`, `ablation.csv`, `ablation.md`, `report/ablation.html` and the charts into a run's folder, beside
 * the report that must be there already. The same run always gives the same bytes.
 */
export async function writeAblation(prices: AblationDocument, outDir: string): Promise<void> {
  const document = forReport(prices);
  const charts = await drawPrices(document);
  await writeCharts(charts, outDir);
  await writeFiles(outDir, [
    { path: 'report/ablation.html', data: await ablationPage(document, charts) },
    { path: 'ablation.md', data: ablationMarkdown(document) },
    { path: 'ablation.csv', data: tableCsv(document, document.tables) },
    { path: 'ablation.json', data: prettyJson(prices) },
  ]);
}
