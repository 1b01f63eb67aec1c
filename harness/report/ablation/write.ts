// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
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
  await writeCharts(charts, join(outDir, 'report', 'charts'));
  await writeFiles([
    { path: join(outDir, 'report', 'ablation.html'), data: await ablationPage(document, charts) },
    { path: join(outDir, 'ablation.md'), data: ablationMarkdown(document) },
    { path: join(outDir, 'ablation.csv'), data: tableCsv(document, document.tables) },
    { path: join(outDir, 'ablation.json'), data: prettyJson(prices) },
  ]);
}
