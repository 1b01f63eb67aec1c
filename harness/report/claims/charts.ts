// SPDX-License-Identifier: Apache-2.0
import type { Figure } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';
import { chartStep } from '../chart/failure.js';
import { LAYOUTS } from '../chart/layout.js';
import { loadRasteriser } from '../chart/png.js';
import { loadRenderer } from '../chart/render.js';
import { type SpecFiles, fillSpec, readSpecFiles } from '../chart/spec.js';
import { tidy } from '../chart/svg.js';
import { sizesOf } from '../chart/theme.js';
import type { DrawnChart } from '../chart/charts.js';
import { clockName } from '../format/clock.js';
import { figureRows } from './figure-rows.js';
import { figureCsv } from './figure-csv.js';

/** A figure of the paper's evaluation in all its forms. */
export interface FigureChart extends DrawnChart {
  figure: Figure;
}

/** Draws one chart for each figure. */
export async function drawFigures(
  document: ClaimsDocument,
  figures: readonly Figure[],
): Promise<FigureChart[]> {
  const [render, rasterise, files] = await Promise.all([loadRenderer(), loadRasteriser(), readSpecFiles()]);
  const charts: FigureChart[] = [];
  for (const figure of figures) {
    const spec = figureSpec(files, document, figure, 'wide');
    const label = `Bar chart: ${figure.title}, measured here and as published, each relative to the baseline of its own source. Values are in the table below.`;
    const pictures = await chartStep(figure.title, async () => {
      const svg = tidy(await render(spec), label);
      const narrowSvg = tidy(await render(figureSpec(files, document, figure, 'narrow')), label);
      return { svg, narrowSvg, png: await rasterise(svg) };
    });
    charts.push({
      ...{ figure, title: figure.title, file: `claims-${figure.id}`, ...pictures },
      csv: figureCsv(document, figure),
      spec: `${JSON.stringify(spec, null, 2)}\n`,
    });
  }
  return charts;
}

function figureSpec(
  files: SpecFiles,
  { clock, host }: ClaimsDocument,
  figure: Figure,
  form: keyof typeof LAYOUTS,
): ReturnType<typeof fillSpec> {
  const caption = `Solid bars: measured here (${clockName(clock)}, host ${host}). Dashed bars: published by others, not measured here`;
  const layout = LAYOUTS[form](figureRows(figure), { title: figure.title, caption }, sizesOf(files.theme));
  return fillSpec(files, `normalised-bars${form === 'narrow' ? '-narrow' : ''}`, layout);
}
