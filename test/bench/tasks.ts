// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { silent } from '../../harness/core/progress.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { makeBoots } from '../../harness/run/run.js';
import type { Scenario } from '../../harness/scenario/types.js';
import type { SystemCatalogue } from '../../harness/system/catalogue.js';
import { writeDerived } from '../../harness/workflow/derive.js';
import { lupineBench } from '../support/cli.js';
import { ANYWHERE, builtinApps, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';

/** Something whose speed is kept: gives the milliseconds that it took. */
export interface SpeedTask {
  name: string;
  /** Most milliseconds that it should take on two quiet cores; missing where none was ever said. */
  wanted?: number;
  /** How often it is done. */
  times: number;
  run: () => Promise<number>;
}

/** Boots of a run whose speed is measured. */
const BOOTS = 40;

/** Cells of a plan whose speed is measured: scenarios, apps, systems. */
const CELLS = 100_000;

/** Samples of a report whose speed is measured. */
const SAMPLES = 10_000;

const SYSTEMS = ['microvm', 'microvm+notests', 'lupine-base', 'lupine-general', 'lupine-hello'];

/** What is measured; runs are written below a folder. */
export async function speedTasks(dir: string): Promise<SpeedTask[]> {
  const catalogue = await builtinSystems();
  const boot = await builtinScenarios.load('boot');
  const report = await measuredRun(dir, catalogue, boot);
  const many = await scenariosOf(CELLS, boot);
  return [
    { name: 'start-up, --help', wanted: 90, times: 20, run: () => timed(() => lupineBench(['--help'])) },
    {
      name: 'per boot, all but the monitor and its guest',
      wanted: 12,
      times: 10,
      run: async () => {
        const plan = planOf([boot], catalogue, { boots: BOOTS / 2, systems: SYSTEMS.slice(0, 2) });
        const folder = await createRun(join(dir, 'boots'), plan, new Date());
        return (await timed(() => madeBy(plan, folder))) / plan.steps.length;
      },
    },
    {
      name: `plan of ${CELLS.toLocaleString('en-US')} cells`,
      times: 5,
      run: () => timed(() => Promise.resolve(planOf(many, catalogue, { boots: 1 }))),
    },
    {
      name: `report of ${SAMPLES.toLocaleString('en-US')} samples`,
      times: 5,
      run: () => timed(() => writeDerived(report, catalogue)),
    },
  ];
}

function planOf(
  scenarios: readonly Scenario[],
  catalogue: SystemCatalogue,
  change: { boots: number; systems?: readonly string[] },
): Plan {
  return makePlan(scenarios, catalogue, { ...ANYWHERE, clock: 'wall', clockReason: 'A test.', ...change });
}

async function madeBy(plan: Plan, folder: RunFolder): Promise<void> {
  await makeBoots(folder, plan, {
    // No two boots take as long: intervals have something to say.
    host: scriptedHost((_request, n) => ({ vmmNs: 85 + (n % 17) })),
    ...{ images: scriptedImages(), progress: silent, signal: new AbortController().signal },
  });
}

/** A run with so many samples: two metrics of five systems. */
async function measuredRun(dir: string, catalogue: SystemCatalogue, boot: Scenario): Promise<RunFolder> {
  const metrics = boot.metrics.slice(0, 2);
  const scenario = { ...boot, metrics, apps: ['hello'] };
  const boots = SAMPLES / SYSTEMS.length / metrics.length;
  const plan = planOf([scenario], catalogue, { boots, systems: SYSTEMS });
  const folder = await createRun(join(dir, 'report'), plan, new Date());
  await madeBy(plan, folder);
  return folder;
}

/** Scenarios that have so many cells together: every app on five systems, again and again. */
async function scenariosOf(cells: number, boot: Scenario): Promise<Scenario[]> {
  const apps = await builtinApps.names();
  const each = { ...boot, apps, systems: SYSTEMS, metrics: boot.metrics.slice(0, 1) };
  const count = Math.ceil(cells / apps.length / SYSTEMS.length);
  return Array.from({ length: count }, (_, index) => ({ ...each, name: `boot-${index}` }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
