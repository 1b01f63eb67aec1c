// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { Clock, MetricDeclaration } from '../metric/types.js';
import type { ScenarioFile } from '../scenario/types.js';

/**
 * Refuses names that are metrics of none of these scenarios.
 * @throws BenchError `METRIC_UNKNOWN` (exit 2), with what may have been meant.
 */
export function requireMetrics(wanted: readonly string[], scenarios: readonly ScenarioFile[]): void {
  const known = [...new Set(scenarios.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const where = scenarios.map(({ name }) => name).join(', ');
  throw usageError('METRIC_UNKNOWN', `${where} has no metric "${unknown}".`, suggest(unknown, known));
}

/**
 * Metrics of a scenario that are measured: those of the clock, and of these only the wanted ones.
 * @throws BenchError (exit 2) `METRIC_NOT_IN_SCENARIO` when it has none of the wanted ones, `METRICS_OTHER_CLOCK` when
 *   none exists under this clock.
 */
export function chosenMetrics(
  { name, metrics }: ScenarioFile,
  clock: Clock,
  wanted?: readonly string[],
): MetricDeclaration[] {
  const asked = metrics.filter((metric) => wanted?.includes(metric.name) ?? true);
  if (asked.length === 0) {
    throw usageError(
      'METRIC_NOT_IN_SCENARIO',
      `the scenario ${name} has none of the metrics ${wanted?.join(', ') ?? ''}.`,
      `It measures: ${metrics.map((metric) => metric.name).join(', ')}.`,
    );
  }
  const chosen = asked.filter((metric) => (metric.clock ?? clock) === clock);
  if (chosen.length > 0) return chosen;
  const which =
    wanted === undefined ? 'no metric' : `none of ${asked.map((metric) => metric.name).join(', ')}`;
  throw usageError(
    'METRICS_OTHER_CLOCK',
    `the scenario ${name} has ${which} under the ${clock} clock.`,
    `Choose the other one with --clock; \`lupine-bench explain ${asked[0]?.name ?? name}\` says more.`,
  );
}
