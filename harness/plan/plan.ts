// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { CLOCK_DEFINITION, type HostStatement } from '../metric/clock.js';
import type { Clock, Counted } from '../metric/types.js';
import type { Scenario, ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { workloadOf } from '../workload/registry.js';
import { chosenMetrics, isCounted, requireMetrics } from './metrics.js';
import type { PinnedPackages } from './pinned.js';
import { type KernelSources, placedSources, requireKnownVersions } from './source.js';
import { type UnsupportedCell, unsupported } from './supported.js';
import type { Plan, PlanStep, PlannedHost } from './types.js';

/** What the user decides about a run. */
export interface PlanOptions {
  clock: Clock;
  clockReason: string;
  /** Systems instead of the scenario's own; the scenario's baseline stays when it is among them. */
  systems?: readonly string[] | undefined;
  /** Apps instead of the scenario's; where a client loads the app, only those that the scenario lists. */
  apps?: readonly string[] | undefined;
  /** Metrics instead of all of the scenario's. */
  metrics?: readonly string[] | undefined;
  boots?: number | undefined;
  /** What is counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
  /** Identity of the host on which the boots are made. */
  host: string;
  /** Names of the hosts on which they are made. */
  hosts: readonly string[];
  /** The same with their identities, for several under the wall clock. */
  fleet?: readonly PlannedHost[] | undefined;
  /** Monitor that runs the guests. */
  monitor: string;
  /** Guest memory in MiB instead of the scenario's. */
  memoryMib?: number | undefined;
  /** Kernel sources as the user named them, from the folder in which they are. */
  kernelSource?: KernelSources | undefined;
  /** What the images must be made from; whatever is there when missing. */
  pinned?: PinnedPackages | undefined;
}

/**
 * Decides every step of a run.
 * @throws BenchError (exit 2) for an unknown system, modifier, app or metric, before anything is built; `CLOCK_HOST_LOAD`
 *   (exit 2) for a load from the host under the deterministic clock.
 */
export function makePlan(
  scenarios: readonly Scenario[],
  catalogue: SystemCatalogue,
  options: PlanOptions,
): Plan {
  for (const scenario of scenarios) requireClock(scenario, options);
  requireMetrics(options.metrics ?? [], scenarios);
  requireKnownVersions(options.kernelSource, catalogue.versions());
  const chosen = scenarios.map((scenario) => applyOptions(scenario, catalogue, options));
  const steps: PlanStep[] = [];
  const refused: UnsupportedCell[] = [];
  for (const scenario of chosen) {
    const all = scenario.apps.flatMap((app) =>
      systemsFor(scenario, app, catalogue).map((system) => ({ app, system })),
    );
    const cells = all.filter(({ app, system }) => {
      const why = unsupported(catalogue.resolve(system), app, scenario);
      if (why !== undefined) refused.push({ scenario: scenario.name, system, app, ...why });
      return why === undefined;
    });
    const { kind } = workloadOf(scenario);
    const boots = kind === 'boot' ? scenario.boots : 1;
    for (const { app, system, boot } of ordered(cells, boots, options.clock)) {
      steps.push({ n: steps.length + 1, kind, scenario: scenario.name, system, app, boot });
    }
  }
  const [first] = refused;
  if (steps.length === 0 && first !== undefined) throw nothingSupported(first);
  return {
    format: 1,
    clock: options.clock,
    clockDefinition: CLOCK_DEFINITION[options.clock],
    ...(options.counted === undefined || options.counted === 'guest' ? {} : { counted: options.counted }),
    clockReason: options.clockReason,
    host: options.host,
    hosts: [...options.hosts],
    ...(options.fleet === undefined ? {} : { fleet: [...options.fleet] }),
    monitor: options.monitor,
    pinned: options.pinned,
    kernelSource: options.kernelSource === undefined ? undefined : placedSources(options.kernelSource),
    scenarios: chosen,
    steps,
    ...(refused.length === 0 ? {} : { unsupported: refused }),
  };
}

/** A run of which nothing can be measured is not what was meant. */
function nothingSupported({ scenario, system, app, reason, source }: UnsupportedCell): Error {
  return usageError(
    'NOTHING_SUPPORTED',
    `no system of this run can do what is asked of it: ${scenario}, ${app} on ${system}: ${reason} (${source})`,
    `Name other systems, apps or scenarios; \`lupine-bench explain ${system}\` says what it can.`,
  );
}

/** False for a scenario of which nothing can be measured where that is counted. */
export function fitsHost({ metrics }: Pick<ScenarioFile, 'metrics'>, target: HostStatement): boolean {
  return metrics.some((metric) => isCounted(metric, target));
}

/** False for a load from the host under the deterministic clock. */
export function fitsClock({ load }: Pick<ScenarioFile, 'load'>, clock: Clock): boolean {
  return load !== 'host' || clock === 'wall';
}

/** A client on the host is not on the guest's clock: what it measured would be the host's time as virtual time. */
function requireClock(scenario: ScenarioFile, { clock, clockReason }: PlanOptions): void {
  if (fitsClock(scenario, clock)) return;
  throw usageError(
    'CLOCK_HOST_LOAD',
    `the scenario ${scenario.name} needs the wall clock: its client runs on the host, where instructions of the guest are not counted. ${clockReason}`,
    'Measure on a host with KVM, or choose the scenario whose client runs inside the guest.',
  );
}

/** Names of the systems of a scenario for one app, `lupine-<app>` resolved, each once. */
export function systemsFor(scenario: ScenarioFile, app: string, catalogue: SystemCatalogue): string[] {
  return [...new Set(scenario.systems.map((system) => catalogue.nameFor(system, app)))];
}

function applyOptions(scenario: Scenario, catalogue: SystemCatalogue, options: PlanOptions): ScenarioFile {
  const { path: _path, ...file } = scenario;
  const apps = options.apps === undefined ? file.apps : chosenApps(file, catalogue, options.apps);
  // Before anything is built, and whatever the systems are: each app is needed.
  for (const app of apps) catalogue.requireApp(app);
  // A name with the default version and one without it are the same system.
  const plain = (name: string): string => catalogue.plainName(name);
  const systems = [...new Set((options.systems ?? file.systems).map(plain))];
  for (const system of systems) {
    for (const app of apps) catalogue.resolve(catalogue.nameFor(system, app));
  }
  const [first = file.baseline] = systems;
  const baseline = systems.includes(plain(file.baseline)) ? plain(file.baseline) : first;
  const { boots = file.boots, memoryMib: memory_mib = file.memory_mib } = options;
  const metrics = chosenMetrics(file, options, options.metrics);
  return { ...file, apps, systems, baseline, boots, memory_mib, metrics };
}

/**
 * The apps that a user names. Every app boots, and has a size and a memory floor; only a load is made for certain apps, and
 * one that the load does not fit is refused, not left out.
 */
function chosenApps(file: ScenarioFile, catalogue: SystemCatalogue, names: readonly string[]): string[] {
  const apps = [...new Set(names)];
  for (const app of apps) catalogue.requireApp(app);
  const strange = workloadOf(file).load === '' ? [] : apps.filter((app) => !file.apps.includes(app));
  if (strange.length > 0) {
    throw usageError(
      'APP_NOT_IN_SCENARIO',
      `the load of the scenario ${file.name} is not made for ${strange.join(', ')}.`,
      `It measures: ${file.apps.join(', ')}. Run the scenarios for other apps by themselves.`,
    );
  }
  return apps;
}

/**
 * Under the wall clock rounds alternate their direction (ABBA), so that drift of the host falls on all systems alike.
 * Under the deterministic clock order has no effect, and a cell's boots stand together.
 */
function ordered<T extends object>(
  cells: readonly T[],
  boots: number,
  clock: Clock,
): (T & { boot: number })[] {
  const numbers = Array.from({ length: boots }, (_, index) => index + 1);
  if (clock === 'deterministic') return cells.flatMap((cell) => numbers.map((boot) => ({ ...cell, boot })));
  return numbers.flatMap((boot) => {
    const round = boot % 2 === 1 ? cells : [...cells].reverse();
    return round.map((cell) => ({ ...cell, boot }));
  });
}
