// SPDX-License-Identifier: Apache-2.0
import { percent } from '../../gate/exact.js';
import { grouped } from '../../core/grouped.js';
import type { ChangedFunction, ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { ratioWords } from '../format/comparison.js';
import { exact } from '../format/number.js';
import type { Rate } from '../../statistics/index.js';

/** How many metrics have which verdict: `12 metrics: 1 regression, 11 pass`. */
export function tally({ metrics }: ComparisonDocument): string {
  const counts = new Map<string, number>();
  for (const { verdict } of metrics) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const words = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  const what = `${metrics.length} metric${metrics.length === 1 ? '' : 's'}`;
  return words.length === 0 ? 'Nothing was compared.' : `${what}: ${words.join(', ')}`;
}

/** A metric in a sentence or two: its values on both sides, and what decided. */
export function oneLine(metric: MetricComparison): string {
  const { base, head, scenario, app, reason, margin, low, high, ratio } = metric;
  const what = `${metric.metric} of ${app} (${scenario})`;
  const values = base.n === 0 && head.n === 0 ? '' : `: ${change(metric)}`;
  const exactly = ratio !== undefined && low === high;
  return `${what}${values}. ${exactly ? `Less than ${percent(margin)} worse counts as nothing.` : reason}`;
}

function change({ base, head, unit, ratio, direction }: MetricComparison): string {
  const value = (median: number | undefined): string =>
    median === undefined ? 'no value' : `${exact(median)} ${unit}`;
  const words = ratio === undefined ? '' : `, ${ratioWords(ratio, { unit, direction })}`;
  return `${value(base.median)} to ${value(head.median)}${words}`;
}

/** How often a side differed from itself, and what that says of the rate of false alarms. */
export function controlText({ count, of, low, high }: Rate): string {
  const between = `${percent(low)} to ${percent(high)}`;
  return `The base against itself showed a difference in ${count} of ${of} metrics: false alarms are ${between} of all, 95 % sure.`;
}

/** A function and what it changed by: `+1,433,611  clear_bss (arch/x86/kernel/head64.c)`. */
export function functionText({ name, where, before, after }: ChangedFunction): string {
  const change = after - before;
  const sign = change < 0 ? '\u2212' : '+';
  return `${sign}${grouped(String(Math.abs(change)))} instructions  ${name} (${where})`;
}
