// SPDX-License-Identifier: Apache-2.0
import { clockDefinitions, describeMetric } from '../metric/definitions.js';
import { workloads } from './registry.js';

/**
 * What every clock, unit and metric is, by name. Where two workloads have a metric of the same name, the definition says
 * what it is in each.
 */
export const definitions: Readonly<Record<string, string>> = { ...clockDefinitions, ...metricDefinitions() };

function metricDefinitions(): Record<string, string> {
  const found = new Map<string, { workload: string; text: string }[]>();
  for (const { name: workload, definitions: own } of workloads) {
    for (const [metric, definition] of Object.entries(own)) {
      const text = describeMetric(definition);
      found.set(metric, [...(found.get(metric) ?? []), { workload, text }]);
    }
  }
  return Object.fromEntries(
    [...found].map(([metric, [first, ...others]]) => [
      metric,
      others.length === 0
        ? (first?.text ?? '')
        : [first, ...others].map((one) => `workload ${one?.workload ?? ''}: ${one?.text ?? ''}`).join('\n'),
    ]),
  );
}
