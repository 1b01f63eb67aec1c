// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { TopLevelSpec } from 'vega-lite';
import { ownValue } from '../../core/own.js';
import { clockCaption, timed } from '../format/clock.js';
import { conditionNotes } from '../model/conditions.js';
import type { Family, ReportModel, Section } from '../model/types.js';
import { curveLayout } from './curve-layout.js';
import { type Form, type Layout, LAYOUTS } from './layout.js';
import { sizesOf, type Theme } from './theme.js';
import { chartRows } from './rows.js';

/** The parts of a specification file that are filled in here; everything else stays as the file has it. */
interface SpecFile {
  title: { text: string | string[]; subtitle: string[] };
  params: { name: string; value: number }[];
  spec: { width: number; height: number | { step: number } };
}

/** The specifications and the theme of `reports/`, read once per report. */
export interface SpecFiles {
  theme: Theme;
  files: Map<string, string>;
}

const FOLDER = new URL('../../../../reports/', import.meta.url);

/** Reads the files that charts are made from. */
export async function readSpecFiles(): Promise<SpecFiles> {
  const read = (name: string): Promise<string> => readFile(new URL(name, FOLDER), 'utf8');
  const names = ['normalised-bars', 'absolute-bars', 'gain-curve'].flatMap((name) => [
    name,
    `${name}-narrow`,
  ]);
  const texts = await Promise.all(names.map(async (name) => [name, await read(`${name}.vl.json`)] as const));
  return { theme: JSON.parse(await read('theme.json')) as Theme, files: new Map(texts) };
}

/** A complete specification with its data, as the Vega editor opens it. */
export function specOf(
  files: SpecFiles,
  model: ReportModel,
  section: Section,
  family: Family,
  form: Form,
): TopLevelSpec {
  const texts = { title: chartTitle(section, family), caption: captionOf(model, section, family) };
  const sizes = sizesOf(files.theme);
  const layout: Layout<unknown> =
    family.curves.length > 0
      ? curveLayout(family.curves, texts, sizes, form)
      : LAYOUTS[form](chartRows(family), texts, sizes);
  return fillSpec(files, fileOf(family, form), layout);
}

/** A specification file of `reports/` with a layout filled in. */
export function fillSpec({ theme, files }: SpecFiles, name: string, layout: Layout<unknown>): TopLevelSpec {
  const file = JSON.parse(files.get(name) ?? '') as SpecFile;
  const { width, step } = layout;
  const filled = {
    ...file,
    title: { ...file.title, text: layout.title, subtitle: layout.subtitle },
    params: file.params.map((param) => ({
      ...param,
      value: ownValue(layout.params, param.name) ?? param.value,
    })),
    spec: { ...file.spec, width, ...(step === undefined ? {} : { height: { step } }) },
    datasets: { rows: layout.rows },
    config: theme,
  };
  return filled as unknown as TopLevelSpec;
}

function fileOf(family: Family, form: Form): string {
  const bars = family.normalised ? 'normalised-bars' : 'absolute-bars';
  return `${family.curves.length > 0 ? 'gain-curve' : bars}${form === 'narrow' ? '-narrow' : ''}`;
}

/** The clock, and what a reader must know of values that have time in them. */
function captionOf({ summary }: ReportModel, { scenario }: Section, { panels }: Family): string {
  const units = panels.map((panel) => panel.unit);
  const caption = clockCaption(summary, summary.host, units);
  const note = scenario.note === undefined || !units.some(timed) ? [] : [scenario.note];
  return [caption, ...note, ...conditionNotes(panels)].join('. ').replaceAll('..', '.');
}

/** Title of a chart that stands alone: the scenario, and the family where the scenario has several. */
export function chartTitle(section: Section, family: Family): string {
  return section.families.length === 1
    ? section.scenario.title
    : `${section.scenario.title}: ${family.title}`;
}
