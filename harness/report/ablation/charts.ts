// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, PriceTable } from '../../ablation/result.js';
import type { DrawnChart } from '../chart/charts.js';
import { chartStep } from '../chart/failure.js';
import { type Form, LAYOUTS } from '../chart/layout.js';
import { loadRasteriser } from '../chart/png.js';
import { loadRenderer } from '../chart/render.js';
import { type SpecFiles, fillSpec, readSpecFiles } from '../chart/spec.js';
import { tidy } from '../chart/svg.js';
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
  const [render, rasterise, files] = await Promise.all([loadRenderer(), loadRasteriser(), readSpecFiles()]);
  const { unique } = slugs();
  const charts: PriceChart[] = [];
  for (const table of document.tables) {
    const title = tableTitle(table);
    const spec = priceSpec(files, document, table, 'wide');
    const label = `Bar chart: ${title}, ${table.prices.length} categories, sorted by price. Values are in the table below.`;
    const pictures = await chartStep(title, async () => {
      const svg = tidy(await render(spec), label);
      const narrowSvg = tidy(await render(priceSpec(files, document, table, 'narrow')), label);
      return { svg, narrowSvg, png: await rasterise(svg) };
    });
    charts.push({
      ...{ table, title, ...pictures },
      file: unique(`ablation-${table.series}-${table.measure.metric}-${table.measure.app}`),
      csv: tableCsv(document, [table]),
      spec: `${JSON.stringify(spec, null, 2)}\n`,
    });
  }
  return charts;
}

function priceSpec(
  files: SpecFiles,
  { clock, host }: AblationDocument,
  table: PriceTable,
  form: Form,
): ReturnType<typeof fillSpec> {
  const texts = { title: tableTitle(table), caption: clockCaption(clock, host, [table.unit]) };
  const layout = LAYOUTS[form](priceRows(table), texts, sizesOf(files.theme));
  return fillSpec(files, `absolute-bars${form === 'narrow' ? '-narrow' : ''}`, layout);
}
