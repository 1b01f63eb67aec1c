// SPDX-License-Identifier: Apache-2.0
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { isGreen } from '../../gate/verdict.js';
import { forReport } from '../format/for-report.js';
import type { TerminalOptions } from '../terminal.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { besideVerdict, functionText, oneLine } from './words.js';

/** A comparison for a terminal: the verdict, then every metric, the worst first; no line is wider. */
export function renderTerminalComparison(comparison: ComparisonDocument, options: TerminalOptions): string {
  const document = forReport(comparison);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const faint = (text: string): string[] => fold(text, width).map(style.faint);
  return terminalText([
    ...fold(`${document.verdict}: ${document.head} against ${document.base}`, width).map(style.strong),
    ...besideVerdict(document).flatMap(faint),
    ...document.metrics.flatMap((metric) => ['', ...metricLines(metric, width, style)]),
    ...(document.notes.length === 0 ? [] : ['', ...document.notes.flatMap((note) => faint(`note: ${note}`))]),
  ]);
}

function metricLines(metric: MetricComparison, width: number, style: Style): string[] {
  const { verdict, title } = metric;
  const paint = isGreen(verdict) ? style.strong : style.problem;
  const lines = [oneLine(metric), ...(metric.functions ?? []).map(functionText)];
  return [
    ...fold(`${verdict}  ${title}`, width).map(paint),
    ...lines.flatMap((line) => fold(line, width - 2)).map((line) => `  ${line}`),
  ];
}
