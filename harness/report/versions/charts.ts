// SPDX-License-Identifier: Apache-2.0
import { type DrawnChart, draw } from '../chart/draw.js';
import { type Form, LAYOUTS } from '../chart/layout.js';
import { type SpecFiles, fillSpec } from '../chart/spec.js';
import { sizesOf } from '../chart/theme.js';
import { clockCaption } from '../format/clock.js';
import type { ReportModel, VersionTable } from '../model/types.js';
import { versionCsv } from './csv.js';
import { versionRows } from './rows.js';
import { tableTitle, versionNotes } from './words.js';

/** The ratios of one kernel to another in all forms of a chart. */
export interface VersionChart extends DrawnChart {
  table: VersionTable;
}

/** Draws one chart for each table. */
export async function drawVersions(model: ReportModel): Promise<VersionChart[]> {
  if (model.versions.length === 0) return [];
  const drawings = model.versions.map((table) => {
    const title = tableTitle(table);
    return {
      ...{ subject: { table }, title, file: table.file, csv: versionCsv(model, table) },
      label: `Bar chart: ${title}, a bar for the ratio of each metric, ${table.pairs.length} systems. Values are in the table below.`,
      specOf: (files: SpecFiles, form: Form) => versionSpec(files, model, table, form),
    };
  });
  return await draw(drawings);
}

function versionSpec(
  files: SpecFiles,
  { summary }: ReportModel,
  table: VersionTable,
  form: Form,
): ReturnType<typeof fillSpec> {
  const units = table.pairs.flatMap(({ rows }) => rows.map(({ panel }) => panel.unit));
  const colours = `Coloured bars: better with ${table.newer}; grey ones: not better`;
  const texts = {
    title: tableTitle(table),
    caption: [clockCaption(summary, summary.host, units), colours, ...versionNotes(table)]
      .join('. ')
      .replaceAll('..', '.'),
  };
  const layout = LAYOUTS[form](versionRows(table), texts, sizesOf(files.theme));
  return fillSpec(files, `normalised-bars${form === 'narrow' ? '-narrow' : ''}`, layout);
}
