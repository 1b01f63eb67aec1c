// SPDX-License-Identifier: Apache-2.0
import { percent } from '../../gate/exact.js';
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import type { Rate } from '../../statistics/index.js';

/** How many metrics have which verdict: `12 metrics: 1 regression, 11 pass`. */
export function tally({ metrics }: ComparisonDocument): string {
  const counts = new Map<string, number>();
  for (const { verdict } of metrics) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const words = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  const what = `${metrics.length} metric${metrics.length === 1 ? '' : 's'}`;
  return words.length === 0 ? 'Nothing was compared.' : `${what}: ${words.join(', ')}`;
}

/** What the margin of a metric is. */
export function marginText({ margin }: MetricComparison): string {
  return `Up to ${percent(margin)} worse counts as nothing.`;
}

/** How often a side differed from itself, and what that says of the rate of false alarms. */
export function controlText({ count, of, low, high }: Rate): string {
  const between = `${percent(low)} to ${percent(high)}`;
  return `The base against itself showed a difference in ${count} of ${of} metrics: false alarms are ${between} of all, 95 % sure.`;
}
