// SPDX-License-Identifier: Apache-2.0
import { type Direction } from '../../metric/types.js';
import { directionWords } from '../format/clock.js';
import type { Family, ReportModel, Section } from '../model/types.js';
import { chartCsv } from './csv.js';
import { type DrawnChart, draw } from './draw.js';
import type { Form } from './layout.js';
import { type SpecFiles, chartTitle, specOf } from './spec.js';

/** A chart of a metric family. */
export interface Chart extends DrawnChart {
  section: Section;
  family: Family;
}

/** Draws a chart for each metric family of each scenario. */
export async function drawCharts(model: ReportModel): Promise<Chart[]> {
  const drawings = model.sections.flatMap((section) =>
    section.families.map((family) => {
      const title = chartTitle(section, family);
      return {
        ...{ subject: { section, family }, title, file: family.file, csv: chartCsv(model, section, family) },
        label: labelOf(title, family),
        specOf: (files: SpecFiles, form: Form) => specOf(files, model, section, family, form),
      };
    }),
  );
  return await draw(drawings);
}

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
