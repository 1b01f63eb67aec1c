// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { HostStatement } from '../metric/clock.js';
import type { MetricDeclaration } from '../metric/types.js';
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
 * Metrics of a scenario that are measured: those of the clock and of what is counted, and of these only the wanted ones.
 * @throws BenchError (exit 2) `METRIC_NOT_IN_SCENARIO` when it has none of the wanted ones, `METRICS_OTHER_CLOCK` when
 *   none exists under this clock, `METRICS_OTHER_HOST` when something else is counted for all of them.
 */
export function chosenMetrics(
  { name, metrics }: ScenarioFile,
  target: HostStatement,
  wanted?: readonly string[],
): MetricDeclaration[] {
  const { clock } = target;
  const asked = metrics.filter((metric) => wanted?.includes(metric.name) ?? true);
  if (asked.length === 0) {
    throw usageError(
      'METRIC_NOT_IN_SCENARIO',
      `the scenario ${name} has none of the metrics ${wanted?.join(', ') ?? ''}.`,
      `It measures: ${metrics.map((metric) => metric.name).join(', ')}.`,
    );
  }
  const ofClock = asked.filter((metric) => (metric.clock ?? clock) === clock);
  const chosen = ofClock.filter((metric) => isCounted(metric, target));
  if (chosen.length > 0) return chosen;
  if (ofClock.length > 0) throw otherHost(name, ofClock, target);
  const which =
    wanted === undefined ? 'no metric' : `none of ${asked.map((metric) => metric.name).join(', ')}`;
  throw usageError(
    'METRICS_OTHER_CLOCK',
    `the scenario ${name} has ${which} under the ${clock} clock.`,
    `Choose the other one with --clock; \`lupine-bench explain ${asked[0]?.name ?? name}\` says more.`,
  );
}

/** Whether a metric is one of what is counted; under the wall clock nothing is. */
export function isCounted(
  { counted = 'guest' }: Pick<MetricDeclaration, 'counted'>,
  target: HostStatement,
): boolean {
  return counted === (target.counted ?? 'guest');
}

function otherHost(
  name: string,
  asked: readonly MetricDeclaration[],
  { counted = 'guest' }: HostStatement,
): Error {
  const which = asked.map((metric) => metric.name).join(', ');
  return counted === 'guest'
    ? usageError(
        'METRICS_OTHER_HOST',
        `${which} of the scenario ${name} counts monitor, host kernel and guest together, which this host does not.`,
        'Choose the host that is counted as a whole: --host deterministic-kvm.',
      )
    : usageError(
        'METRICS_OTHER_HOST',
        `on this host monitor, host kernel and guest are counted together, and the scenario ${name} has no metric of that, only ${which}.`,
        'Choose another host, or a scenario with boot.kvm, e.g. boot-kvm.',
      );
}
