// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import type { Measure } from '../plan/ablation.js';
import type { Scenario } from '../scenario/types.js';
import { ABLATION_FILE } from './load.js';

/**
 * The scenarios that the measures need, each with these systems and only the apps and metrics that are priced. Under the
 * deterministic clock one boot says everything.
 * @throws BenchError (exit 2) `ABLATION_INVALID` for a measure that its scenario does not have, or what a scenario has wrong.
 */
export async function scenariosOf(
  measures: readonly Measure[],
  systems: readonly string[],
  load: (name: string) => Promise<Scenario>,
  boots = 1,
): Promise<Scenario[]> {
  const names = [...new Set(measures.map(({ scenario }) => scenario))];
  const [baseline = ''] = systems;
  return await Promise.all(
    names.map(async (name) => {
      const scenario = await load(name);
      const own = measures.filter((one) => one.scenario === name);
      for (const measure of own) requireMeasure(measure, scenario);
      return {
        ...scenario,
        apps: scenario.apps.filter((app) => own.some((one) => one.app === app)),
        metrics: scenario.metrics.filter((metric) => own.some((one) => one.metric === metric.name)),
        ...{ systems: [...systems], baseline, boots },
      };
    }),
  );
}

function requireMeasure({ scenario, app, metric }: Measure, { apps, metrics }: Scenario): void {
  const known = metrics.map(({ name }) => name);
  if (apps.includes(app) && known.includes(metric)) return;
  throw usageError(
    'ABLATION_INVALID',
    `${displayPath(ABLATION_FILE)}: the scenario ${scenario} has no ${metric} of ${app}.`,
    `It measures ${known.join(', ')} of ${apps.join(', ')}.`,
  );
}
