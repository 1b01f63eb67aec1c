// SPDX-License-Identifier: Apache-2.0
import { clockMeaning, directionWords } from '../format/clock.js';
import { withUnit } from '../format/scale.js';
import { failedBoots } from '../model/failures.js';
import { problemWords } from '../model/problem.js';
import type { Family, Panel, ReportModel, Row, Section } from '../model/types.js';
import { circumstances, headline, ratioEnds, rowRatio, valueEnds } from '../model/words.js';
import { appBlocks } from './apps.js';
import { curveBlocks } from './curve.js';
import { code, plain, table } from './markdown.js';

/** The report as Markdown, for a terminal, a pull request or the summary of a CI step. */
export function summaryMarkdown(model: ReportModel): string {
  const { clock, host, complete } = model.summary;
  const blocks = [
    `# ${plain(headline(model))}`,
    plain(clockMeaning(clock)),
    `Host: ${plain(host)}.`,
    ...(complete ? [] : ['**This run is not complete: planned boots are missing.**']),
    ...model.sections.flatMap(sectionBlocks),
    ...closing(model),
    'Charts and raw values: [report/index.html](report/index.html)',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function sectionBlocks(section: Section): string[] {
  const { title, description, baseline, note = '' } = section.scenario;
  const how = [`baseline ${baseline}`, ...circumstances(section)].map(plain).join(' · ');
  return [
    `## ${plain(title)}`,
    plain(description),
    how,
    note === '' ? '' : `**${plain(note)}**`,
    ...appBlocks(section),
    ...section.families.flatMap(familyBlocks),
  ];
}

function familyBlocks(family: Family): string[] {
  if (family.curves.length > 0) return [`### ${plain(family.title)}`, ...family.curves.flatMap(curveBlocks)];
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
  return [`### ${plain(family.title)}`, table(heads, rows)];
}

function rowCells(panel: Panel, row: Row, first: boolean): string[] {
  const metric = first ? `${plain(panel.title)}, ${directionWords(panel.direction)}` : '';
  const { value, problem } = row;
  if (value === undefined) {
    return [
      metric,
      plain(row.system),
      problem === undefined ? '' : plain(problemWords(problem)),
      '',
      '',
      '0',
      '',
    ];
  }
  const failed = row.cell?.failures.length ? row.remark : '';
  return [
    metric,
    plain(row.system),
    withUnit(value.median, panel.scale),
    plain(rowRatio(row, panel)),
    plain(ratioInterval(row)),
    String(value.n),
    plain([valueEnds(row, panel), value.interval, failed].filter(Boolean).join(', ')),
  ];
}

/** What the interval of the ratio is, with its ends; nothing for the baseline itself. */
function ratioInterval(row: Row): string {
  if (row.ratio === undefined) return 'no ratio';
  return row.ratio.method === 'baseline'
    ? ''
    : [ratioEnds(row), row.ratio.interval].filter(Boolean).join(', ');
}

function closing({ summary }: ReportModel): string[] {
  const failed = failedBoots(summary).map(({ scenario, system, boots, code: id, message, metrics }) => [
    plain(scenario),
    plain(system),
    boots.join(', '),
    code(id),
    plain(message),
    plain(metrics.join(', ')),
  ]);
  const heads = ['Scenario', 'System', 'Boots', 'Code', 'What happened', 'Metrics'];
  // An imported system has none.
  const booted = summary.systems.filter(({ cmdline }) => cmdline !== '');
  const lines = booted.map(({ name, cmdline }) => [plain(name), code(cmdline)]);
  const facts = summary.provenance.map(({ label, value, file }) => [
    plain(label),
    file === undefined ? code(value) : `[${plain(value)}](${file})`,
  ]);
  return [
    ...(failed.length > 0 ? ['## Failures', table(heads, failed)] : []),
    ...(summary.notes.length > 0
      ? ['## Notes', summary.notes.map((note) => `- ${plain(note)}`).join('\n')]
      : []),
    ...(lines.length > 0 ? ['## Kernel command lines', table(['System', 'Command line'], lines)] : []),
    ...(facts.length > 0 ? ['## Provenance', table(['What', 'Value'], facts)] : []),
  ];
}
