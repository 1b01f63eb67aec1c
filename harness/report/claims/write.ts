// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';
import { writeAtomic } from '../../core/files.js';
import { prettyJson } from '../../core/json.js';
import { printableTexts } from '../format/printable-texts.js';
import { writeChart } from '../write.js';
import { drawFigures } from './charts.js';
import { claimsCsv } from './csv.js';
import { claimsMarkdown } from './markdown.js';
import { claimsPage } from './page.js';

/** What the claims are written from. */
export interface ClaimsReport {
  document: ClaimsDocument;
  figures: { drawn: Figure[]; left: string[] };
}

/**
 * Writes `claims.json`, `claims.csv`, `claims.md`, `report/claims.html` and the charts into a run's folder, beside the
 * report that must be there already. The same run and declarations always give the same bytes.
 */
export async function writeClaims(report: ClaimsReport, outDir: string): Promise<void> {
  const { document, figures } = printableTexts(report);
  const charts = await drawFigures(document, figures.drawn);
  const folder = join(outDir, 'report', 'charts');
  await mkdir(folder, { recursive: true });
  for (const chart of charts) await writeChart(chart, folder);
  await writeAtomic(join(outDir, 'report', 'claims.html'), await claimsPage(document, charts, figures.left));
  await writeAtomic(join(outDir, 'claims.md'), claimsMarkdown(document, figures.drawn));
  await writeAtomic(join(outDir, 'claims.csv'), claimsCsv(document));
  await writeAtomic(join(outDir, 'claims.json'), prettyJson(report.document));
}
