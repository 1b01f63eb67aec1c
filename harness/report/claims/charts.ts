// SPDX-License-Identifier: Apache-2.0
import type { Figure } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';
import { type DrawnChart, draw } from '../chart/draw.js';
import { type Form, LAYOUTS } from '../chart/layout.js';
import { type SpecFiles, fillSpec } from '../chart/spec.js';
import { sizesOf } from '../chart/theme.js';
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
  const drawings = figures.map((figure) => ({
    ...{ subject: { figure }, title: figure.title, file: `claims-${figure.id}` },
    csv: figureCsv(document, figure),
    label: `Bar chart: ${figure.title}, measured here and as published, each relative to the baseline of its own source. Values are in the table below.`,
    specOf: (files: SpecFiles, form: Form) => figureSpec(files, document, figure, form),
  }));
  return await draw(drawings);
}

function figureSpec(
  files: SpecFiles,
  { clock, host }: ClaimsDocument,
  figure: Figure,
  form: Form,
): ReturnType<typeof fillSpec> {
  const caption = `Solid bars: measured here (${clockName(clock)}, host ${host}). Dashed, light bars: published by others, not measured here (${sourcesIn(figure)})`;
  const layout = LAYOUTS[form](figureRows(figure), { title: figure.title, caption }, sizesOf(files.theme));
  const spec = fillSpec(files, `normalised-bars${form === 'narrow' ? '-narrow' : ''}`, layout);
  // What was counted and what others timed has an axis each.
  return { ...spec, resolve: { scale: { x: 'independent', y: 'independent' } } };
}

/** The legend of the published bars: each source by its short name, and what it is. */
function sourcesIn({ panels }: Figure): string {
  const rows = panels.flatMap((panel) => panel.rows);
  const sources = rows.flatMap(({ origin }) =>
    origin === 'measured' ? [] : [`${origin.id}: ${origin.title}`],
  );
  return [...new Set(sources)].join('; ');
}
