// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../../core/grouped.js';
import { ACCEPTED_FILE } from '../../gate/accepted-file.js';
import type { AcceptedChange } from '../../gate/accepted-types.js';
import { percent } from '../../gate/exact.js';
import { failOnWords } from '../../gate/fail-on.js';
import type { ChangedFunction, ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { exitOf } from '../../gate/verdict.js';
import type { Rate } from '../../statistics/index.js';
import { ratioWords } from '../format/comparison.js';
import { exact } from '../format/number.js';

/** How many metrics have which verdict: `12 metrics: 1 regression, 11 pass`. */
export function tally({ metrics }: ComparisonDocument): string {
  const counts = new Map<string, number>();
  for (const { verdict } of metrics) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const words = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  const what = `${metrics.length} metric${metrics.length === 1 ? '' : 's'}`;
  return words.length === 0 ? 'Nothing was compared, so nothing has passed.' : `${what}: ${words.join(', ')}`;
}

/** What stands beside the verdict, a sentence each: what fails, what was traded, false alarms, the smallest effect, what has expired. */
export function besideVerdict(document: ComparisonDocument): string[] {
  return [
    tally(document),
    ...failText(document),
    ...tradeText(document.metrics),
    ...(document.control === undefined ? [] : [controlText(document.control)]),
    ...smallestEffects(document.metrics),
    ...document.expired.map((one) => expiredText(one, document)),
  ];
}

/** A metric in a sentence or two: its values on both sides, what decided, and why it was accepted. */
export function oneLine(metric: MetricComparison): string {
  const { base, head, scenario, app, reason, margin, low, high, ratio, because, code } = metric;
  const what = `${metric.metric} of ${app} (${scenario})`;
  const values = base.n === 0 && head.n === 0 ? '' : `: ${changeText(metric)}`;
  const exactly = ratio !== undefined && low === high && code === undefined;
  const decided = exactly ? `Less than ${percent(margin)} worse counts as nothing.` : reason;
  return `${what}${values}. ${decided}${because === undefined ? '' : ` Accepted: ${because}`}`;
}

/** The values of both sides, and what the one is to the other. */
export function changeText({ base, head, unit, ratio, direction }: MetricComparison): string {
  const value = (median: number | undefined): string =>
    median === undefined ? 'no value' : `${exact(median)} ${unit}`;
  const words = ratio === undefined ? '' : `, ${ratioWords(ratio, { unit, direction })}`;
  return `${value(base.median)} to ${value(head.median)}${words}`;
}

/** How often a side differed from itself, and what that says of the rate of false alarms. */
export function controlText({ count, of, low, high }: Rate): string {
  const between = `${percent(low)} to ${percent(high)}`;
  return `Each side against itself showed a difference in ${count} of ${of} comparisons: false alarms are ${between} of all, 95 % sure.`;
}

/** A ratio that would have been seen, as what it is of the base. */
export function seenText(seen: number): string {
  return `${Number.isFinite(seen) ? percent(seen - 1) : 'no effect at all'} worse would have been seen, four times of five`;
}

/** A function and what it changed by: `+1,433,611  clear_bss (arch/x86/kernel/head64.c)`. */
export function functionText({ name, where, before, after }: ChangedFunction): string {
  const change = after - before;
  const sign = change < 0 ? '\u2212' : '+';
  return `${sign}${grouped(String(Math.abs(change)))} instructions  ${name} (${where})`;
}

/** Why what was accepted counts no longer. */
export function expiredText(entry: AcceptedChange, { metrics }: ComparisonDocument): string {
  const own = metrics.find(
    ({ scenario, app, metric, system }) =>
      scenario === entry.scenario &&
      app === entry.app &&
      metric === entry.metric &&
      [system.head, system.base].includes(entry.system),
  );
  const value = (one: number | undefined): string => (one === undefined ? 'no value' : exact(one));
  const now = own === undefined ? '' : `; the base has ${value(own.base.median)} now`;
  return (
    `Expired: ${entry.metric} of ${entry.app} on ${entry.system} (${entry.scenario}) was accepted against ${value(entry.base)}, ` +
    `as ${value(entry.head)}${now}. It counts no longer: take it out of ${ACCEPTED_FILE}.`
  );
}

function failText({ verdict, exit, failOn }: ComparisonDocument): string[] {
  const words = failOnWords(failOn);
  if (words.length === 0 || exit === exitOf(verdict)) return [];
  return [`Exit ${exit}, not ${exitOf(verdict)}: --fail-on ${words.join(',')}`];
}

/** A change that makes one thing worse and another better is a trade, and both sides of it are said. */
function tradeText(metrics: readonly MetricComparison[]): string[] {
  const worse = metrics.filter(({ verdict }) => verdict === 'regression' || verdict === 'accepted');
  const better = metrics.filter(({ verdict }) => verdict === 'improvement');
  if (worse.length === 0 || better.length === 0) return [];
  return [`A trade. Worse: ${several(worse)}. Better: ${several(better)}.`];
}

/** Metrics of a trade that are named. */
const MOST_NAMED = 5;

function several(metrics: readonly MetricComparison[]): string {
  const named = metrics.slice(0, MOST_NAMED).map((metric) => {
    const { ratio, unit, direction, app } = metric;
    return `${metric.metric} of ${app}${ratio === undefined ? '' : ` ${ratioWords(ratio, { unit, direction })}`}`;
  });
  const more = metrics.length - named.length;
  return [...named, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}

/** The smallest effects that the boots would have shown: of the metric that shows most, and of the one that shows least. */
function smallestEffects(metrics: readonly MetricComparison[]): string[] {
  const seen = metrics.flatMap((metric) =>
    metric.seen === undefined ? [] : [{ metric, seen: metric.seen }],
  );
  const [least, ...others] = seen.sort((a, b) => a.seen - b.seen);
  if (least === undefined) return [];
  const words = (one: typeof least): string =>
    `${percent(one.seen - 1)} (${one.metric.metric} of ${one.metric.app})`;
  const most = others.at(-1);
  const range = most === undefined ? words(least) : `${words(least)} to ${words(most)}`;
  return [`Smallest effect that these boots would have shown, four times of five: ${range} worse.`];
}
