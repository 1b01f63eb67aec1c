// SPDX-License-Identifier: Apache-2.0
import { type Direction } from '../../metric/types.js';
import { directionWords } from '../format/clock.js';
import type { Family, ReportModel, Section } from '../model/types.js';
import { chartCsv } from './csv.js';
import { chartStep } from './failure.js';
import { loadRasteriser } from './png.js';
import { loadRenderer } from './render.js';
import { chartTitle, readSpecFiles, specOf } from './spec.js';
import { tidy } from './svg.js';

/** A drawn chart in all its forms. */
export interface DrawnChart {
  title: string;
  /** File name without extension. */
  file: string;
  svg: string;
  /** The same chart for a page as narrow as a phone. */
  narrowSvg: string;
  png: Buffer;
  /** The specification with its data. */
  spec: string;
  csv: string;
}

/** A chart of a metric family. */
export interface Chart extends DrawnChart {
  section: Section;
  family: Family;
}

/** Draws a chart for each metric family of each scenario; the PNG images are made in parallel with the next chart. */
export async function drawCharts(model: ReportModel): Promise<Chart[]> {
  const [render, rasterise, files] = await Promise.all([loadRenderer(), loadRasteriser(), readSpecFiles()]);
  const pending: Promise<Chart>[] = [];
  for (const section of model.sections) {
    for (const family of section.families) {
      const title = chartTitle(section, family);
      const spec = specOf(files, model, section, family, 'wide');
      const label = labelOf(title, family);
      const [svg, narrowSvg] = await chartStep(title, async () => [
        tidy(await render(spec), label),
        tidy(await render(specOf(files, model, section, family, 'narrow')), label),
      ]);
      const csv = chartCsv(model, section, family);
      const rest = chartStep(title, async (): Promise<Chart> => {
        const png = await rasterise(svg);
        const text = `${JSON.stringify(spec, null, 2)}\n`;
        return { section, family, title, file: family.file, svg, narrowSvg, png, csv, spec: text };
      });
      // Whoever waits for all of them gets the error; until then it must not count as one that nobody handles.
      rest.catch(() => undefined);
      pending.push(rest);
    }
  }
  return Promise.all(pending);
}

/** What a screen reader says instead of the picture; the numbers are in the table beside it. */
function labelOf(title: string, family: Family): string {
  const directions = [...new Set<Direction>(family.panels.map((panel) => panel.direction))].map(
    directionWords,
  );
  if (family.curves.length > 0) {
    const points = Math.max(0, ...family.curves.map((curve) => curve.points.length));
    return `Curve: ${title}, gain in per cent over ${points} amounts of work; higher is better. Values are in the table below.`;
  }
  const systems = Math.max(0, ...family.panels.map((panel) => panel.rows.length));
  const kind = family.normalised ? 'relative to the baseline' : 'as measured';
  return `Bar chart: ${title}, ${systems} systems, ${kind}; ${directions.join(' or ')}. Values are in the table below.`;
}
