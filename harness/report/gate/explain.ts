// SPDX-License-Identifier: Apache-2.0
import { percent } from '../../gate/exact.js';
import type { ComparisonDocument, MetricComparison, SideValues } from '../../gate/types.js';
import { forReport } from '../format/for-report.js';
import { exact } from '../format/number.js';
import { changeText, controlText, expiredText, functionText, seenText } from './words.js';

type Row = readonly [label: string, text: string];

/**
 * Everything behind the verdict of these metrics: samples, pairs, interval, margin, control, every rule with its outcome, and the command
 * that makes it again.
 * @param file of the comparison.
 */
export function explainText(comparison: ComparisonDocument, file: string): string {
  const document = forReport(comparison);
  const { base, head, clock, baseCommit, command } = document;
  const [about] =
    document.metrics.length === 0 ? [] : [`${head} against ${base}, ${clock} clock (${forReport(file)})`];
  return [
    ...(about === undefined ? [] : [about]),
    ...document.metrics.map((metric) => explainMetric(metric, document)),
    table([
      ...(baseCommit === undefined ? [] : [['base', baseCommit] as const]),
      ...(document.control === undefined ? [] : [['false alarms', controlText(document.control)] as const]),
      ...document.expired.map((one) => ['expired', expiredText(one, document)] as const),
      ['again', command === '' ? 'not written down' : command],
    ]),
  ].join('\n\n');
}

function explainMetric(metric: MetricComparison, { failOn }: ComparisonDocument): string {
  const { verdict, code, reason, margin, marginFrom, unit, direction, because } = metric;
  const rows: Row[] = [
    ['verdict', `${verdict}${code === undefined ? '' : ` (${code})`}: ${reason}`],
    ...(because === undefined ? [] : [['accepted', because] as const]),
    ['samples of the base', `${samples(metric.base)}, on ${metric.system.base || 'no system'}`],
    ['samples of the head', `${samples(metric.head)}, on ${metric.system.head || 'no system'}`],
    ['change', changeText(metric)],
    ...pairRows(metric),
    [
      'margin',
      `${percent(margin)} in the bad direction, from the ${marginFrom}; ${unit}, ${direction} is better`,
    ],
    ...controlRows(metric),
    ...(failOn.metrics === undefined || failOn.metrics.includes(metric.metric)
      ? []
      : [['fails', 'no: --fail-on names other metrics'] as const]),
    ...metric.rules.map(({ rule, outcome, held }): Row => [
      held ? 'rule holds' : 'rule fails',
      `${rule}: ${outcome}`,
    ]),
    ...(metric.functions ?? []).map((one): Row => ['function', functionText(one)]),
  ];
  return `${metric.metric} of ${metric.app} (${metric.scenario}), ${metric.title}\n${table(rows)}`;
}

function samples({ n, values }: SideValues): string {
  if (n === 0) return 'none';
  return values.length === 0 ? `${n} that are no numbers` : `${n}: ${values.map(exact).join(', ')}`;
}

function pairRows({ pairs, ratio, low, high, seen }: MetricComparison): Row[] {
  const interval =
    ratio === undefined || low === undefined || high === undefined
      ? 'none'
      : low === high
        ? `exactly ${ratioOf(ratio)}`
        : `${ratioOf(low)} to ${ratioOf(high)}, around ${ratioOf(ratio)}`;
  const ratios = (pairs ?? []).map(({ value, baseline }) => ratioOf(value / baseline));
  return [
    ...(pairs === undefined ? [] : [['pairs', `${pairs.length}: ${ratios.join(', ')}`] as const]),
    ['interval', interval],
    ...(seen === undefined ? [] : [['smallest effect', seenText(seen)] as const]),
  ];
}

function controlRows({ controls = [] }: MetricComparison): Row[] {
  return controls.map(({ side, n, fired, low, high }): Row => [
    `${side} against itself`,
    `${fired ? 'a difference' : 'no difference'}: ${ratioOf(low)} to ${ratioOf(high)}, ${n} pairs`,
  ]);
}

function ratioOf(value: number): string {
  return `${value.toFixed(4)}×`;
}

function table(rows: readonly Row[]): string {
  const widest = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(widest)}  ${text}`).join('\n');
}
