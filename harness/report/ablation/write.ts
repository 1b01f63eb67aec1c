// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AblationDocument } from '../../ablation/result.js';
import { writeAtomic } from '../../core/files.js';
import { prettyJson } from '../../core/json.js';
import { printableTexts } from '../format/printable-texts.js';
import { writeChart } from '../write.js';
import { drawPrices } from './charts.js';
import { tableCsv } from './csv.js';
import { ablationMarkdown } from './markdown.js';
import { ablationPage } from './page.js';

/**
 * Writes `ablation.json`, `ablation.csv`, `ablation.md`, `report/ablation.html` and the charts into a run's folder, beside
 * the report that must be there already. The same run always gives the same bytes.
 */
export async function writeAblation(prices: AblationDocument, outDir: string): Promise<void> {
  const document = printableTexts(prices);
  const charts = await drawPrices(document);
  const folder = join(outDir, 'report', 'charts');
  await mkdir(folder, { recursive: true });
  for (const chart of charts) await writeChart(chart, folder);
  await writeAtomic(join(outDir, 'report', 'ablation.html'), await ablationPage(document, charts));
  await writeAtomic(join(outDir, 'ablation.md'), ablationMarkdown(document));
  await writeAtomic(join(outDir, 'ablation.csv'), tableCsv(document, document.tables));
  await writeAtomic(join(outDir, 'ablation.json'), prettyJson(prices));
}
