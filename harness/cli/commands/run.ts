// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import type { HostStatement } from '../../metric/clock.js';
import type { Clock } from '../../metric/types.js';
import { fitsClock, fitsHost, makePlan } from '../../plan/plan.js';
import { type ShardNumber, shardOf } from '../../plan/shard.js';
import { applySettings } from '../../plan/settings.js';
import type { Scenario } from '../../scenario/types.js';
import { requireCountedClock } from '../../run/profile.js';
import { type RunWishes, startRun } from '../../workflow/measure.js';
import { findRun } from '../../workflow/find-run.js';
import { pinnedFrom } from '../../workflow/pinned-from.js';
import { planTarget } from '../../workflow/target.js';
import type { Session } from '../../workflow/session.js';
import { type KernelSources, requireUsed } from '../../plan/source.js';

/** Options of `run`, as the command line gives them. */
export interface RunCommandOptions extends RunWishes {
  system?: string[] | undefined;
  app?: string[] | undefined;
  metric?: string[] | undefined;
  clock?: Clock | undefined;
  monitor?: string | undefined;
  boots?: number | undefined;
  memory?: number | undefined;
  set?: string[] | undefined;
  kernelSource?: KernelSources | undefined;
  /** Makes a profile of each cell too. */
  profile?: boolean | undefined;
  packagesFrom?: string | undefined;
  /** Makes only this part of the plan. */
  shard?: ShardNumber | undefined;
}

/** `lupine-bench run <scenario...>`. */
export async function runCommand(
  names: string[],
  options: RunCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const all = names.includes('all');
  const { scenarios, catalogue } = environment;
  const wanted = all ? await scenarios.names() : [...new Set(names)];
  const loaded = await Promise.all(wanted.map((name) => scenarios.load(name)));
  const { system, app, metric, boots, memory, kernelSource, set = [] } = options;
  const pinned =
    options.packagesFrom === undefined
      ? undefined
      : await pinnedFrom(await findRun(options.packagesFrom, options.out ?? environment.results, session));
  const target = await planTarget({ ...options, scenarios: loaded }, environment, session);
  const chosen = applySettings(all ? withoutUnsupported(loaded, target, session) : loaded, set);
  const whole = makePlan(chosen, catalogue, {
    ...target,
    ...{ systems: system, apps: app, metrics: metric, boots, memoryMib: memory, kernelSource, pinned },
  });
  requireUsed(
    kernelSource,
    whole.steps.map((step) => step.system),
    catalogue,
  );
  const plan = options.shard === undefined ? whole : shardOf(whole, options.shard);
  const { refused } = target;
  if (options.profile !== true)
    return await startRun({ plan, catalogue, refused }, environment, options, session);
  requireCountedClock(plan.clock);
  const profiled = { ...plan, profile: { tree: true } };
  return await startRun({ plan: profiled, catalogue }, environment, options, session);
}

/** Of all scenarios those that exist under a clock; the others are named. */
function withoutUnsupported(
  scenarios: readonly Scenario[],
  target: HostStatement,
  { progress }: Session,
): Scenario[] {
  const { clock } = target;
  const say = (left: readonly Scenario[], why: string): void => {
    if (left.length > 0) progress.note(`${why}: ${left.map(({ name }) => name).join(', ')}`);
  };
  const fit = scenarios.filter((scenario) => fitsClock(scenario, clock));
  const loaded = scenarios.filter((scenario) => !fit.includes(scenario));
  say(loaded, `left out under the ${clock} clock, because the load comes from the host`);
  const counted = fit.filter((scenario) => fitsHost(scenario, target));
  say(
    fit.filter((scenario) => !counted.includes(scenario)),
    'left out on this host, because something else is counted for them',
  );
  return counted;
}
