// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { silent } from '../../harness/core/progress.js';
import type { Clock, Counted } from '../../harness/metric/types.js';
import { type PlanOptions, makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import type { StepRecord } from '../../harness/run/record.js';
import type { RunOptions } from '../../harness/run/options.js';
import { makeBoots } from '../../harness/run/run.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from './builtin.js';
import { scriptedHost } from './scripted-host.js';
import { scriptedImages } from './scripted-images.js';
import { inTemp, withCache } from './temp.js';

/** What a scripted run is planned from. */
export interface ScriptedPlan {
  scenario?: string;
  clock?: Clock;
  /** Of a host that is itself counted. */
  counted?: Counted;
  systems?: readonly string[];
  app?: string;
  /** Several apps instead of one. */
  apps?: readonly string[];
  /** Names of several hosts; one when missing. */
  hosts?: readonly string[];
  boots?: number;
}

/** A run whose boots a script makes. */
export interface ScriptedRun {
  plan: Plan;
  folder: RunFolder;
  /** Makes the boots that it still lacks; calling it again is what `resume` does. */
  readonly make: (options?: Partial<RunOptions>) => Promise<void>;
  /** Records by number of the step; a step without one is missing. */
  readonly records: () => Promise<Map<number, StepRecord>>;
}

/** Hosts of a plan, by name, as scripted ones are. */
function fleetOf(clock: Clock, names: readonly string[] | undefined): Partial<PlanOptions> {
  if (names === undefined) return {};
  const fleet = names.map((name) => ({ name, identity: `${name}-scripted` }));
  return clock === 'wall' ? { hosts: names, fleet, host: 'fleet-test' } : { hosts: names };
}

/** Plans such a run in a folder and with a cache of its own, and runs a test with it. */
export async function withScriptedRun(
  {
    scenario = 'boot',
    clock = 'deterministic',
    counted,
    systems,
    app = 'hello',
    apps = [app],
    hosts,
    boots = 2,
  }: ScriptedPlan,
  test: (run: ScriptedRun) => Promise<void>,
): Promise<void> {
  const options = { ...ANYWHERE, clock, counted, clockReason: 'test', apps, boots, ...fleetOf(clock, hosts) };
  const chosen = systems ?? ['microvm', 'lupine-hello'];
  const loaded = await builtinScenarios.load(scenario);
  const plan = makePlan([loaded], await builtinSystems(), { ...options, systems: chosen });
  await inTemp((dir) =>
    withCache(join(dir, 'cache'), async () => {
      const folder = await createRun(join(dir, 'results'), plan, new Date());
      await test({
        plan,
        folder,
        make: (own = {}) =>
          makeBoots(folder, plan, {
            ...{ host: scriptedHost(), images: scriptedImages(), progress: silent },
            signal: new AbortController().signal,
            ...own,
          }),
        records: async () => {
          const found = new Map<number, StepRecord>();
          for (const step of plan.steps) {
            const record = await folder.record(step);
            if (record !== undefined) found.set(step.n, record);
          }
          return found;
        },
      });
    }),
  );
}
