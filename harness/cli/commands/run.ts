// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type ExitCode, EXIT, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath, projectRoot } from '../../core/paths.js';
import { cpuLayout, requireCpus } from '../../host/cpus.js';
import type { Clock } from '../../metric/types.js';
import { describePlan } from '../../plan/describe.js';
import { fitsClock, makePlan } from '../../plan/plan.js';
import { applySettings } from '../../plan/settings.js';
import type { Plan } from '../../plan/types.js';
import { createRun } from '../../run/folder.js';
import { appNames, loadScenario, scenarioNames } from '../../scenario/load.js';
import { loadSystems, type SystemCatalogue } from '../../system/catalogue.js';
import { createQemu } from '../../vmm/qemu.js';
import type { Vmm } from '../../vmm/types.js';
import { chooseClock } from '../clock.js';
import type { Session } from '../session.js';
import { finishRun } from './finish.js';

/** Options of `run`, as the command line gives them. */
export interface RunCommandOptions {
  system?: string[];
  app?: string[];
  metric?: string[];
  clock?: Clock;
  boots?: number;
  memory?: number;
  set?: string[];
  cpus?: number[];
  out?: string;
  kernelSource?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** `lupine-bench run <scenario...>`. */
export async function runCommand(
  names: string[],
  options: RunCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const wanted = names.includes('all') ? await scenarioNames() : [...new Set(names)];
  const scenarios = await Promise.all(wanted.map((name) => loadScenario(name)));
  const catalogue = await loadSystems(await appNames());
  const vmm = createQemu();
  const { clock, reason } = await chooseClock(options.clock, vmm, session.signal);
  const left = names.includes('all') ? scenarios.filter((scenario) => !fitsClock(scenario, clock)) : [];
  if (left.length > 0) {
    const which = left.map(({ name }) => name).join(', ');
    session.progress.note(
      `left out under the ${clock} clock, because the load comes from the host: ${which}`,
    );
  }
  const chosen = applySettings(
    scenarios.filter((scenario) => !left.includes(scenario)),
    options.set ?? [],
  );
  const plan = makePlan(chosen, catalogue, {
    clock,
    clockReason: reason,
    ...(options.system === undefined ? {} : { systems: options.system }),
    ...(options.app === undefined ? {} : { apps: options.app }),
    ...(options.metric === undefined ? {} : { metrics: options.metric }),
    ...(options.boots === undefined ? {} : { boots: options.boots }),
    ...(options.memory === undefined ? {} : { memoryMib: options.memory }),
    ...(options.kernelSource === undefined ? {} : { kernelSource: options.kernelSource }),
  });
  return await startRun(plan, { catalogue, vmm }, options, session);
}

/** Makes a planned run, with these files in its folder, or with `--dry-run` only describes it. */
export async function startRun(
  plan: Plan,
  { files = {}, ...tools }: { catalogue: SystemCatalogue; vmm: Vmm; files?: Record<string, string> },
  options: RunCommandOptions,
  session: Session,
): Promise<ExitCode> {
  if (options.dryRun === true) {
    const described = await describePlan(plan, tools.catalogue, session.signal);
    session.print(options.json === true ? prettyJson({ plan, ...described.data }) : described.text);
    return EXIT.ok;
  }
  await requireUsableCpus(options.cpus, plan.clock);
  const folder = await createRun(options.out ?? join(projectRoot, 'results'), plan, new Date(), files);
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}; clock: ${plan.clock}. ${plan.clockReason}`,
  );
  const { cpus, json = false } = options;
  const all = { ...tools, json, ...(cpus === undefined ? {} : { cpus }) };
  return await finishRun(folder, plan, all, session);
}

/** Before a folder is made for a run that cannot begin. */
async function requireUsableCpus(cpus: readonly number[] | undefined, clock: Clock): Promise<void> {
  if (cpus === undefined) return;
  if (clock === 'deterministic') {
    throw usageError(
      'CPUS_DETERMINISTIC',
      '--cpus pins the VMM, which makes no difference under the deterministic clock.',
      'Leave it out, or measure by the wall clock on a host with KVM.',
    );
  }
  requireCpus(cpus, await cpuLayout());
}
