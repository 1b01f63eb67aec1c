// SPDX-License-Identifier: Apache-2.0
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { forMarkdown } from '../../core/sinks.js';
import { forReport } from '../format/for-report.js';
import { besideVerdict, functionText, oneLine } from './words.js';

/**
 * A comparison as Markdown, for a step summary or a comment: the verdict, then every metric as a row, the worst first, and the functions
 * of those that changed. Rows that do not fit are counted, not cut.
 * @param most characters at most; GitHub takes 65,536 in a comment and 1 MiB in a summary.
 */
export function comparisonMarkdown(comparison: ComparisonDocument, most: number): string {
  const document = forReport(comparison);
  const head = [
    `## ${cell(document.verdict)}: ${cell(document.head)} against ${cell(document.base)}`,
    '',
    ...besideVerdict(document).flatMap((line) => [cell(line), '']),
    '| verdict | metric | what changed |',
    '| --- | --- | --- |',
  ];
  const notes = document.notes.length === 0 ? [] : ['', ...document.notes.map((note) => `- ${cell(note)}`)];
  const text = (rows: readonly string[]): string => `${[...head, ...rows, ...notes].join('\n')}\n`;
  const rows: string[] = [];
  for (const metric of document.metrics) {
    const left = document.metrics.length - rows.length;
    const row = rowOf(metric);
    if (text([...rows, row, moreRow(left)]).length > most) return text([...rows, moreRow(left)]);
    rows.push(row);
  }
  return text(rows);
}

function rowOf(metric: MetricComparison): string {
  const why = (metric.functions ?? []).map((one) => `<br>${cell(functionText(one))}`).join('');
  return `| ${cell(metric.verdict)} | ${cell(metric.title)} | ${cell(oneLine(metric))}${why} |`;
}

function moreRow(count: number): string {
  return `| | ${count} more | see comparison.json |`;
}

function cell(text: string): string {
  return forMarkdown(text);
}
