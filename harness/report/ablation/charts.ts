// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, PriceTable } from '../../ablation/result.js';
import { type DrawnChart, draw } from '../chart/draw.js';
import { type Form, LAYOUTS } from '../chart/layout.js';
import { type SpecFiles, fillSpec } from '../chart/spec.js';
import { sizesOf } from '../chart/theme.js';
import { clockCaption } from '../format/clock.js';
import { slugs } from '../format/slug.js';
import { tableCsv } from './csv.js';
import { priceRows } from './rows.js';
import { tableTitle } from './words.js';

/** A table of prices in all forms of a chart. */
export interface PriceChart extends DrawnChart {
  table: PriceTable;
}

/** Draws one chart for each table. */
export async function drawPrices(document: AblationDocument): Promise<PriceChart[]> {
  const { unique } = slugs();
  const drawings = document.tables.map((table) => {
    const title = tableTitle(table);
    return {
      ...{ subject: { table }, title, csv: tableCsv(document, [table]) },
      file: unique(`ablation-${table.series}-${table.measure.metric}-${table.measure.app}`),
      label: `Bar chart: ${title}, ${table.prices.length} categories, sorted by price. Values are in the table below.`,
      specOf: (files: SpecFiles, form: Form) => priceSpec(files, document, table, form),
    };
  });
  return await draw(drawings);
}

function priceSpec(
  files: SpecFiles,
  { clock, host }: AblationDocument,
  table: PriceTable,
  form: Form,
): ReturnType<typeof fillSpec> {
  const texts = { title: tableTitle(table), caption: clockCaption({ clock }, host, [table.unit]) };
  const layout = LAYOUTS[form](priceRows(table), texts, sizesOf(files.theme));
  return fillSpec(files, `absolute-bars${form === 'narrow' ? '-narrow' : ''}`, layout);
}
