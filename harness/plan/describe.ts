// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import type { EntryStore } from '../core/cache.js';
import { RELINKED, planKernel } from '../image/kernel/build.js';
import { requirePatchesFit } from '../image/kernel/patch-fit.js';
import { sourcesOf } from '../image/kernel/sources.js';
import { displayPath } from '../core/paths.js';
import { broughtBy, clockFault, monitorFault } from '../system/guest/clock.js';
import { goneWords } from '../system/guest/gone.js';
import { type GuestSystem, type System, isGuest } from '../system/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { cellName, stepHistory } from './durations.js';
import { workloadOf } from '../workload/registry.js';
import { changedParameters } from './settings.js';
import type { Plan, PlanStep } from './types.js';

/** Where the kernel of a system comes from. */
export interface PlannedKernel {
  system: string;
  from: 'cache' | 'store' | 'build' | 'file' | 'package';
  /** The finished kernel, or what the kernel source is called. */
  source: string;
  /** An earlier system of the plan whose build gives this kernel too. */
  sameAs?: string;
  /** The system whose objects it is linked from: they differ in variables of make only. */
  objectsFrom?: string;
  /** Expected duration of the build, s; 0 without one. */
  seconds: number;
}

/** A plan in words and as data: steps, images and how long it should take. */
export interface PlanDescription {
  text: string;
  data: {
    kernels: PlannedKernel[];
    buildSeconds: number;
    bootSeconds: number;
  };
}

/** Where the files of a system are that brings its own kernel. */
function guestSource({ artifacts }: GuestSystem): string {
  return artifacts.map((file) => `${file.name}: ${file.source ?? 'not given'}${goneWords(file)}`).join(', ');
}

/**
 * Describes a plan without doing anything: which boots, where each image comes from, the expected duration.
 * @throws BenchError (exit 2) `PATCH_MISFIT` when a system's patches do not fit the kernel source.
 */
export async function describePlan(
  plan: Plan,
  catalogue: SystemCatalogue,
  signal: AbortSignal,
  store?: EntryStore,
): Promise<PlanDescription> {
  const sourceOf = sourcesOf(plan.kernelSource, catalogue.versions(), { signal, fetching: 'expect' });
  const names = new Set(plan.steps.map(({ system }) => system));
  const resolved = [...names].map((name) => catalogue.resolve(name));
  const built = resolved.filter((system) => system.kind === 'linux');
  await requirePatchesFit(built, sourceOf, signal);
  const kernels: PlannedKernel[] = [];
  const firstOf = new Map<string, string>();
  const objectsOf = new Map<string, string>();
  for (const system of resolved) {
    if (system.kind !== 'linux') {
      const file = isGuest(system) || system.kind === 'linux-prebuilt';
      const source = isGuest(system)
        ? guestSource(system)
        : file
          ? displayPath(system.kernel)
          : system.package;
      kernels.push({ system: system.name, from: file ? 'file' : 'package', source, seconds: 0 });
      continue;
    }
    const { sha256, version, absent } = await sourceOf(system);
    const { digest, family, from, seconds } = await planKernel(system, sha256, store);
    const present = from !== 'build';
    const sameAs = present ? undefined : firstOf.get(digest);
    firstOf.set(digest, sameAs ?? system.name);
    const objectsFrom = present ? undefined : objectsOf.get(family);
    if (!present) objectsOf.set(family, objectsFrom ?? system.name);
    const building = objectsFrom === undefined ? seconds : RELINKED.seconds;
    kernels.push({
      system: system.name,
      from,
      source: absent === true ? `${version}, fetched first` : version,
      ...(sameAs === undefined ? {} : { sameAs }),
      ...(objectsFrom === undefined ? {} : { objectsFrom }),
      seconds: sameAs === undefined ? Math.round(building) : 0,
    });
  }
  const buildSeconds = kernels.reduce((sum, { seconds }) => sum + seconds, 0);
  const history = await stepHistory.read();
  const together = plan.clock === 'deterministic' ? availableParallelism() : 1;
  const all = plan.steps.reduce((sum, step) => sum + stepSeconds(plan, step, history), 0);
  const bootSeconds = Math.round(all / together);
  const widest = (of: (step: PlanStep) => string): number =>
    plan.steps.reduce((most, step) => Math.max(most, of(step).length), 0);
  const widths = {
    scenario: widest(({ scenario }) => scenario),
    app: widest(({ app }) => app),
    system: widest(({ system }) => system),
  };
  const longestName = Math.max(...kernels.map(({ system }) => system.length));
  const lines = [
    `plan: ${plan.steps.length} ${plan.steps.length === 1 ? 'step' : 'steps'} under the ${plan.clock} clock (${plan.clockReason})`,
    ...plan.steps.map(({ n, kind, scenario, app, system, boot }) => {
      const what =
        kind === 'search' ? 'search by bisection' : kind === 'inspect' ? 'look at the files' : `boot ${boot}`;
      const cell = [
        scenario.padEnd(widths.scenario),
        `${app.padEnd(widths.app)} on ${system.padEnd(widths.system)}`,
      ];
      return `  ${[String(n).padStart(3), ...cell, what].join('  ')}`;
    }),
    ...(plan.unsupported ?? []).map(
      ({ scenario, app, system, reason, source }) =>
        `not supported: ${scenario}, ${app} on ${system}: ${reason} (${source})`,
    ),
    ...impossible(plan, resolved),
    ...changedParameters(plan.scenarios).map((change) => `set: ${change}`),
    'kernels:',
    ...kernels.map((kernel) => `  ${kernel.system.padEnd(longestName)}  ${origin(kernel)}`),
    `expected: ${minutes(buildSeconds)} of builds, ${minutes(bootSeconds)} of boots (${together} at a time)`,
  ];
  return { text: `${lines.join('\n')}\n`, data: { kernels, buildSeconds, bootSeconds } };
}

/** Steps that this host and clock cannot make, told before they are tried; a look at files needs neither machine nor monitor. */
function impossible(plan: Plan, systems: readonly System[]): string[] {
  const told = systems.flatMap((system) => {
    const [ofClock, ofMonitor] = [clockFault(system, plan.clock), monitorFault(broughtBy(system), plan)];
    const fault = ofClock ?? ofMonitor;
    const steps = plan.steps.filter(
      ({ system: name, kind }) => name === system.name && (ofClock !== undefined || kind !== 'inspect'),
    );
    const cells = new Set(steps.map(({ scenario, app }) => `${scenario}, ${app} on ${system.name}`));
    return fault === undefined
      ? []
      : [...cells].map(
          (cell) => `cannot be measured: ${cell}: ${fault.code}: ${fault.message} ${fault.next}`,
        );
  });
  return told;
}

function stepSeconds(plan: Plan, step: PlanStep, history: ReadonlyMap<string, number>): number {
  const known = history.get(cellName(step));
  if (known !== undefined) return known / 1000;
  const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
  return scenario === undefined ? 0 : workloadOf(scenario).expectedSeconds;
}

function origin({ from, source, sameAs, objectsFrom, seconds }: PlannedKernel): string {
  if (from === 'file' || from === 'package') return `the ${from} ${source}`;
  if (from === 'cache' || from === 'store') return `${from} (${source})`;
  if (sameAs !== undefined) return `the same kernel as ${sameAs}`;
  const how = objectsFrom === undefined ? 'build' : `linked from the objects of ${objectsFrom}`;
  return `${how}, about ${minutes(seconds)} (${source})`;
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
