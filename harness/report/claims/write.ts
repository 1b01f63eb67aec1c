// SPDX-License-Identifier: Apache-2.0
import type { Figure } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';
import { writeBelow } from '../../core/confined.js';
import { sealedJson } from '../../core/seal.js';
import { forReport } from '../format/for-report.js';
import { writeFiles } from '../files.js';
import { writeCharts } from '../write.js';
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
  const { document, figures } = forReport(report);
  const charts = await drawFigures(document, figures.drawn);
  await writeCharts(charts, outDir);
  await writeFiles(outDir, [
    { path: 'report/claims.html', data: await claimsPage(document, charts, figures.left) },
    { path: 'claims.md', data: claimsMarkdown(document, figures.drawn) },
    { path: 'claims.csv', data: claimsCsv(document) },
  ]);
  // The others are made from the same; this one says by which claims the run is judged, and so comes whole or not at all.
  await writeBelow(outDir, 'claims.json', sealedJson(report.document));
}
