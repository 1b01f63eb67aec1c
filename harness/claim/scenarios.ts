// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';
import type { Scenario } from '../scenario/types.js';
import { FEWEST_FOR_INTERVAL } from '../statistics/index.js';
import { workloadOf } from '../workload/registry.js';
import type { NameFor } from './derive.js';
import type { Check, Claim } from './types.js';

/**
 * The scenarios that claims need, each with the apps and systems of its checks instead of its own. Under the wall clock
 * a scenario has at least as many boots as an interval needs.
 * @throws BenchError (exit 2) when a claim names a scenario that is not there, or one with something wrong.
 */
export async function scenariosFor(
  claims: readonly Claim[],
  clock: Clock,
  nameFor: NameFor,
  load: (name: string) => Promise<Scenario>,
): Promise<Scenario[]> {
  const checks = claims.flatMap((claim) => claim.checks);
  const names = [...new Set(checks.map(({ cell }) => cell.scenario))];
  return await Promise.all(
    names.map(async (name) =>
      narrowed(
        await load(name),
        checks.filter(({ cell }) => cell.scenario === name),
        clock,
        nameFor,
      ),
    ),
  );
}

function narrowed(scenario: Scenario, checks: readonly Check[], clock: Clock, nameFor: NameFor): Scenario {
  const apps = [...new Set(checks.map(({ cell }) => cell.app))];
  const patterns = checks.flatMap(({ pair }) => [pair.baseline, pair.system]);
  // With one app the names are known, and the scenario's baseline can be among them; with several a name would be
  // measured for the other apps too.
  const [app = ''] = apps;
  const systems = [...new Set(apps.length === 1 ? patterns.map((one) => nameFor(one, app)) : patterns)];
  const [first = scenario.baseline] = systems;
  return {
    ...scenario,
    apps,
    systems,
    baseline: systems.includes(scenario.baseline) ? scenario.baseline : first,
    // Each metric of lmbench is a program of its own, and only those that a claim needs are run.
    metrics: scenario.metrics.filter(
      ({ name }) =>
        workloadOf(scenario).readEach === undefined || checks.some(({ cell }) => cell.metric === name),
    ),
    boots: clock === 'wall' ? Math.max(scenario.boots, FEWEST_FOR_INTERVAL) : scenario.boots,
  };
}
