// SPDX-License-Identifier: Apache-2.0
import { clockMeaning, directionWords } from '../format/clock.js';
import { withUnit } from '../format/scale.js';
import { failedBoots } from '../model/failures.js';
import { conditionNotes, refusalWords } from '../model/conditions.js';
import { NOT_SUPPORTED, besidePublished, problemSentence, problemWords } from '../model/problem.js';
import type { Family, Panel, Problem, ReportModel, Row, Section } from '../model/types.js';
import { circumstances, headline, ratioEnds, rowRatio, valueEnds } from '../model/words.js';
import { versionBlocks } from '../versions/markdown.js';
import { appBlocks } from './apps.js';
import { curveBlocks } from './curve.js';
import { type MarkdownContent, code, list, markdownPage, marked, table } from './markdown.js';

/** The report as Markdown, for a terminal, a pull request or the summary of a CI step. */
export function summaryMarkdown(model: ReportModel): string {
  const { host, complete } = model.summary;
  const blocks = [
    marked`# ${headline(model)}`,
    clockMeaning(model.summary),
    marked`Host: ${host}.`,
    ...(complete ? [] : [marked`**This run is not complete: planned boots are missing.**`]),
    ...model.sections.flatMap(sectionBlocks),
    ...model.versions.flatMap(versionBlocks),
    ...closing(model),
    marked`Charts and raw values: [report/index.html](report/index.html)`,
  ];
  return markdownPage(blocks);
}

function sectionBlocks(section: Section): MarkdownContent[] {
  const { title, description, baseline, note = '' } = section.scenario;
  const how = [`baseline ${baseline}`, ...circumstances(section)].join(' · ');
  return [
    marked`## ${title}`,
    description,
    how,
    note === '' ? '' : marked`**${note}**`,
    ...conditionNotes(section.families.flatMap(({ panels }) => panels)),
    ...appBlocks(section),
    ...section.families.flatMap(familyBlocks),
  ];
}

function familyBlocks(family: Family): MarkdownContent[] {
  if (family.curves.length > 0) return [marked`### ${family.title}`, ...family.curves.flatMap(curveBlocks)];
  const heads = [
    'Metric',
    'System',
    'Median:',
    'Ratio:',
    'Interval of the ratio',
    'Boots:',
    'Interval of the value',
  ];
  const rows = family.panels.flatMap((panel) =>
    panel.rows.map((row, index) => rowCells(panel, row, index === 0)),
  );
  return [marked`### ${family.title}`, table(heads, rows)];
}

function rowCells(panel: Panel, row: Row, first: boolean): MarkdownContent[] {
  const metric = first ? `${panel.title}, ${directionWords(panel.direction)}` : '';
  const { value, problem } = row;
  if (value === undefined) {
    const words = problem === undefined ? '' : wordsOf(problem);
    return [metric, row.system, words, '', refusalWords(row), 0, ''];
  }
  const failed = row.cell?.failures.length ? row.remark : '';
  return [
    metric,
    row.system,
    withUnit(value.median, panel.scale),
    rowRatio(row, panel),
    ratioInterval(row),
    value.n,
    [valueEnds(row, panel), value.interval, failed].filter(Boolean).join(', '),
  ];
}

/** What a system can never do is said here only; failures have a table of their own. */
function wordsOf(problem: Problem): string {
  const words = problem.code === NOT_SUPPORTED ? problemSentence(problem) : problemWords(problem);
  return besidePublished(words, problem);
}

/** What the interval of the ratio is, with its ends; nothing for the baseline itself. */
function ratioInterval(row: Row): string {
  const refusal = refusalWords(row);
  if (row.ratio === undefined) return refusal === '' ? 'no ratio' : `no ratio: ${refusal}`;
  return row.ratio.method === 'baseline'
    ? ''
    : [ratioEnds(row), row.ratio.interval].filter(Boolean).join(', ');
}

function closing({ summary }: ReportModel): MarkdownContent[] {
  const failed = failedBoots(summary).map(({ scenario, system, boots, code: id, message, metrics }) => [
    scenario,
    system,
    boots.join(', '),
    code(id),
    message,
    metrics.join(', '),
  ]);
  const heads = ['Scenario', 'System', 'Boots', 'Code', 'What happened', 'Metrics'];
  // An imported system has none.
  const booted = summary.systems.filter(({ cmdline }) => cmdline !== '');
  const lines = booted.map(({ name, cmdline }) => [name, code(cmdline)]);
  const facts = summary.provenance.map(({ label, value, file }) => [
    label,
    file === undefined ? code(value) : marked`[${value}](${file})`,
  ]);
  return [
    ...(failed.length > 0 ? [marked`## Failures`, table(heads, failed)] : []),
    ...(summary.notes.length > 0 ? [marked`## Notes`, list(summary.notes)] : []),
    ...(lines.length > 0 ? [marked`## Kernel command lines`, table(['System', 'Command line'], lines)] : []),
    ...(facts.length > 0 ? [marked`## Provenance`, table(['What', 'Value'], facts)] : []),
  ];
}
