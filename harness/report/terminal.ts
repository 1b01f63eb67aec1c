// SPDX-License-Identifier: Apache-2.0
import type { PublishedFile } from '../claim/published-types.js';
import type { RunSummary } from '../summary/types.js';
import { clockMeaning } from './format/clock.js';
import { type FailedBoots, bootWords, failedBoots, failureGroups } from './model/failures.js';
import { buildModel } from './model/build.js';
import { conditionNotes } from './model/conditions.js';
import type { ReportModel, Section } from './model/types.js';
import { headline } from './model/words.js';
import { appLines } from './terminal/apps.js';
import { curveLines } from './terminal/curve.js';
import { terminalText, usableWidth } from './terminal/lines.js';
import { panelLines } from './terminal/panel.js';
import { type Style, styles } from './terminal/style.js';
import { fold } from './terminal/width.js';
import { versionLines } from './versions/terminal.js';

/** How the terminal shows things. */
export interface TerminalOptions {
  /** True for ANSI colours. */
  color: boolean;
  /** Columns of the terminal; 0 is taken as 80, and fewer than 30 as 30. */
  width: number;
  /** Figures of others, which stand beside what could not be measured. */
  published?: PublishedFile | undefined;
}

/** The compact summary that is printed after a run: no line is wider than the terminal, and what is left out is counted. */
export function renderTerminalSummary(summary: RunSummary, options: TerminalOptions): string {
  const model = buildModel(summary, options.published);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const lines = [
    ...fold(headline(model), width).map(style.strong),
    ...fold(clockMeaning(model.summary), width).map(style.faint),
    ...model.sections.flatMap((section) => sectionLines(section, width, style)),
    ...model.versions.flatMap((table) => versionLines(table, width, style)),
    ...closing(model, width, style),
  ];
  return terminalText(lines);
}

function sectionLines(section: Section, width: number, style: Style): string[] {
  const { title, note = '' } = section.scenario;
  const panels = section.families.flatMap((family) => family.panels);
  const notes = conditionNotes(panels);
  return [
    '',
    ...fold(title, width).map(style.strong),
    ...(note === '' ? [] : fold(note, width - 2, '').map((line) => `  ${style.faint(line)}`)),
    ...notes.flatMap((text) => fold(text, width - 2, '').map((line) => `  ${style.faint(line)}`)),
    ...appLines(section, width, style),
    ...section.families.flatMap((family) =>
      family.curves.length > 0
        ? family.curves.flatMap((curve) => curveLines(curve, width, style))
        : family.panels.flatMap((panel) => panelLines(panel, width, style)),
    ),
  ];
}

function closing({ summary }: ReportModel, width: number, style: Style): string[] {
  const failed = failureGroups(failedBoots(summary)).flatMap(({ told, others }) => [
    ...told.map((one) => `${namesOf(one, one.boots)}: ${one.code}: ${one.message}`),
    ...told
      .slice(0, others.length === 0 ? 0 : 1)
      .map(
        (one) =>
          `${namesOf(one, others)}: ${one.code} too, each with words of its own: ${others.length} more, in summary.md`,
      ),
  ]);
  const notes = summary.notes.map((note) => `note: ${note}`);
  const missing = summary.complete ? [] : ['This run is not complete: planned boots are missing.'];
  const block = (lines: string[], paint: (text: string) => string): string[] =>
    lines.length === 0 ? [] : ['', ...lines.flatMap((line) => fold(line, width, '  ')).map(paint)];
  return [...block([...failed, ...missing], style.problem), ...block(notes, style.faint)];
}

function namesOf({ system, app }: FailedBoots, boots: readonly number[]): string {
  return `${system} (${app}), ${boots.length === 1 ? 'boot' : 'boots'} ${bootWords(boots)}`;
}
