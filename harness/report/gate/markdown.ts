// SPDX-License-Identifier: Apache-2.0
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { forMarkdown } from '../../core/sinks.js';
import { forReport } from '../format/for-report.js';
import { besideVerdict, functionText, oneLine } from './words.js';

/**
 * A comparison as Markdown, for a step summary or a comment: the verdict, then every metric as a row, the worst first, and the functions
 * of those that changed. Rows that do not fit are counted, not cut.
 * @param most bytes at most; GitHub takes 65,536 characters in a comment and 1 MiB in a summary.
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
  const notes = document.notes.map((note) => `- ${cell(note)}`);
  // Of the words behind the table a part is always left, and the numbers of what does not fit.
  const left = most - sizeOf(head) - ROOM;
  const rows = fitting(document.metrics, rowOf, left - Math.min(sizeOf(notes), Math.floor(left / 8)));
  const shown = fitting(notes, (note) => note, left - sizeOf(rows));
  const more = [document.metrics.length - rows.length, notes.length - shown.length] as const;
  const lines = [
    ...[...head, ...rows],
    ...(more[0] === 0 ? [] : [`| | ${more[0]} more | see comparison.json |`]),
    ...(notes.length === 0 ? [] : ['', ...shown]),
    ...(more[1] === 0 ? [] : [`- ${more[1]} more notes`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Bytes for what says how much did not fit. */
const ROOM = 200;

/** Bytes of lines with their ends. */
function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

/** The first lines, as many as fit; the others are not made. */
function fitting<T>(things: readonly T[], lineOf: (thing: T) => string, room: number): string[] {
  const lines: string[] = [];
  let left = room;
  for (const thing of things) {
    const line = lineOf(thing);
    left -= sizeOf([line]);
    if (left < 0) break;
    lines.push(line);
  }
  return lines;
}

function rowOf(metric: MetricComparison): string {
  const why = (metric.functions ?? []).map((one) => `<br>${cell(functionText(one))}`).join('');
  return `| ${cell(metric.verdict)} | ${cell(metric.title)} | ${cell(oneLine(metric))}${why} |`;
}

function cell(text: string): string {
  return forMarkdown(text);
}
