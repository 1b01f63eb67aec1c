// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { TopLevelSpec } from 'vega-lite';
import { clockCaption } from '../format/clock.js';
import type { Family, ReportModel, Section } from '../model/types.js';
import { type Layout, LAYOUTS } from './layout.js';
import { sizesOf, type Theme } from './theme.js';
import { chartRows } from './rows.js';

/** The form of a chart: for a page that is wide, or for a phone. */
export type Form = 'wide' | 'narrow';

/** The parts of a specification file that are filled in here; everything else stays as the file has it. */
interface SpecFile {
  title: { text: string | string[]; subtitle: string[] };
  params: { name: string; value: number }[];
  spec: { width: number; height: { step: number } };
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
  const names = (['normalised', 'absolute'] as const).flatMap((kind) => [
    `${kind}-bars`,
    `${kind}-bars-narrow`,
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
  const name = `${family.normalised ? 'normalised' : 'absolute'}-bars${form === 'narrow' ? '-narrow' : ''}`;
  const file = JSON.parse(files.files.get(name) ?? '') as SpecFile;
  const caption = clockCaption(
    model.summary.clock,
    model.summary.host,
    family.panels.map((panel) => panel.unit),
  );
  const title = chartTitle(section, family);
  const layout: Layout = LAYOUTS[form](chartRows(family), { title, caption }, sizesOf(files.theme));
  const filled = {
    ...file,
    title: { ...file.title, text: layout.title, subtitle: layout.subtitle },
    params: file.params.map((param) => ({ ...param, value: layout.params[param.name] ?? param.value })),
    spec: { ...file.spec, width: layout.width, height: { step: layout.step } },
    datasets: { rows: layout.rows },
    config: files.theme,
  };
  return filled as unknown as TopLevelSpec;
}

/** Title of a chart that stands alone: the scenario, and the family where the scenario has several. */
export function chartTitle(section: Section, family: Family): string {
  return section.families.length === 1
    ? section.scenario.title
    : `${section.scenario.title}: ${family.title}`;
}
