// SPDX-License-Identifier: Apache-2.0
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { ratioWords } from '../format/comparison.js';
import { exact } from '../format/number.js';
import { forReport } from '../format/for-report.js';
import type { TerminalOptions } from '../terminal.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { controlText, marginText, tally } from './words.js';

/** A comparison for a terminal: the verdict, then every metric, the worst first; no line is wider. */
export function renderTerminalComparison(comparison: ComparisonDocument, options: TerminalOptions): string {
  const document = forReport(comparison);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const faint = (text: string): string[] => fold(text, width).map(style.faint);
  return terminalText([
    ...fold(`${document.verdict}: ${document.head} against ${document.base}`, width).map(style.strong),
    ...faint(tally(document)),
    ...(document.control === undefined ? [] : faint(controlText(document.control))),
    ...document.metrics.flatMap((metric) => ['', ...metricLines(metric, width, style)]),
    ...(document.notes.length === 0 ? [] : ['', ...document.notes.flatMap((note) => faint(`note: ${note}`))]),
  ]);
}

function metricLines(metric: MetricComparison, width: number, style: Style): string[] {
  const { verdict, scenario, app, reason } = metric;
  const paint = verdict === 'pass' || verdict === 'improvement' ? style.strong : style.problem;
  const lines = [`${metric.metric} of ${app} (${scenario}): ${change(metric)}`, ...reasons(metric, reason)];
  return [
    ...fold(`${verdict}  ${metric.title}`, width).map(paint),
    ...lines.flatMap((line) => fold(line, width - 2)).map((line) => `  ${line}`),
  ];
}

function reasons(metric: MetricComparison, reason: string): string[] {
  return metric.ratio === undefined || metric.low !== metric.high ? [reason] : [marginText(metric)];
}

function change(metric: MetricComparison): string {
  const { base, head, unit, ratio } = metric;
  const value = (median: number | undefined): string =>
    median === undefined ? 'no value' : `${exact(median)} ${unit}`;
  const words = ratio === undefined ? '' : `, ${ratioWords(ratio, metric)}`;
  return `${value(base.median)} to ${value(head.median)}${words}`;
}
