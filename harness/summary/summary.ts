// SPDX-License-Identifier: Apache-2.0
import { plausible } from './plausible.js';
import type { Waiver } from '../comparison/index.js';
import { ownValue } from '../core/own.js';
import { turn } from '../core/turn.js';
import { systemsFor } from '../plan/plan.js';
import type { Clock } from '../metric/types.js';
import type { Plan } from '../plan/types.js';
import type { DeclaredWaiver, ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { baseName } from '../system/name.js';
import type { System } from '../system/types.js';
import { workloadOf } from '../workload/registry.js';
import type { RunFolder } from '../run/folder.js';
import { runNotes } from './notes.js';
import {
  type EmulatedTimes,
  emulatedHosts,
  emulatedNotes,
  emulatedWords,
  withoutEmulated,
} from './emulated.js';
import { importedLines, importedScenario, importedSystems } from './imported.js';
import { type Provenance, readProvenance } from '../run/provenance.js';
import { monitorOf, provenanceLines } from './provenance-lines.js';
import type { StepRecord } from '../run/record.js';
import { readUnmade } from '../run/unmade.js';
import { samplesOf } from '../run/samples.js';
import { cellsOf } from './cells.js';
import type { ReportedScenario, RunSummary } from './types.js';

/** How a run is summarised. */
export interface SummaryOptions {
  /** What becomes of times of emulated hosts; refused when missing. */
  emulated?: EmulatedTimes | undefined;
  signal?: AbortSignal | undefined;
}

/** Derives `run.json` from the plan, the boots and the provenance; it holds nothing that these do not. */
export async function summariseRun(
  folder: RunFolder,
  catalogue: SystemCatalogue,
  { emulated: times = 'refused', signal }: SummaryOptions = {},
): Promise<RunSummary> {
  const plan = await folder.plan();
  const records: StepRecord[] = [];
  const unmade: StepRecord[] = [];
  for (const step of plan.steps) {
    signal?.throwIfAborted();
    const record = await folder.record(step);
    const why = record === undefined ? await readUnmade(folder, step) : undefined;
    if (record !== undefined) records.push(record);
    if (why !== undefined) unmade.push(why);
  }
  const provenance = await readProvenance(folder);
  const monitor = monitorOf(provenance);
  await turn(signal);
  const emulated = emulatedHosts(plan, records, provenance);
  const proper = plausible(samplesOf(plan, records, monitor));
  const meant = withoutEmulated(proper.samples, times === 'refused' ? emulated : []);
  await turn(signal);
  const { imported } = plan;
  return {
    format: 1,
    clock: plan.clock,
    counted: plan.counted,
    host: plan.host,
    scenarios: scenariosOf(plan).map((scenario) =>
      imported === undefined
        ? reportedScenario(scenario, plan.clock, catalogue, emulated)
        : importedScenario(scenario, imported),
    ),
    systems:
      imported === undefined ? systemsOf(plan, catalogue, provenance) : importedSystems(plan, catalogue),
    cells: cellsOf(plan, catalogue, {
      ...{ records, unmade, monitor, emulated, samples: meant.samples },
      refused: [...proper.refused, ...meant.refused],
    }),
    unsupported: plan.unsupported,
    samples: meant.samples,
    notes: [...runNotes(plan, records, provenance), ...emulatedNotes(emulated, times)],
    provenance: [
      ...(imported === undefined ? [] : importedLines(imported)),
      ...(provenance === undefined ? [] : provenanceLines(provenance)),
    ],
    complete: isComplete(plan, records),
  };
}

/** A gate has planned more boots than it makes, should it not know sooner. */
function isComplete({ gate, steps }: Plan, records: readonly StepRecord[]): boolean {
  if (gate === undefined) return records.length === steps.length;
  const made = new Set(records.map(({ step }) => step.n));
  return steps.every(({ n, boot }) => made.has(n) || boot > (gate.looks[0] ?? 1));
}

/** Scenarios of a plan; of a shard those that it makes something of. */
function scenariosOf({ scenarios, steps, shard }: Plan): ScenarioFile[] {
  if (shard === undefined) return scenarios;
  const own = new Set(steps.map(({ scenario }) => scenario));
  return scenarios.filter(({ name }) => own.has(name));
}

function reportedScenario(
  scenario: ScenarioFile,
  clock: Clock,
  catalogue: SystemCatalogue,
  emulated: readonly string[],
): ReportedScenario {
  const {
    name,
    title,
    description,
    baseline,
    memory_mib,
    parameters,
    changed = {},
    margins,
    waivers,
  } = scenario;
  const { load, kind, parameters: declared } = workloadOf(scenario);
  const memory: Record<string, string> = kind === 'boot' ? { memory: `${memory_mib} MiB` } : {};
  const own = Object.entries(parameters).map(([key, value]): [string, string | number] => {
    const before = ownValue(changed, key);
    return [
      ownValue(declared, key)?.label ?? key,
      before === undefined ? value : `${value} instead of ${before} (--set)`,
    ];
  });
  const systems = scenario.apps.flatMap((app) => systemsFor(scenario, app, catalogue));
  const notes = new Set([
    // They are about time, and only a boot that is measured has time in it.
    ...(kind === 'boot' ? systems.flatMap((system) => catalogue.resolve(system).notes[clock]) : []),
    ...emulated.map((host) => `Not a measurement: ${emulatedWords(host)}`),
  ]);
  return {
    ...{ name, title, description, baseline, load },
    parameters: { ...memory, ...Object.fromEntries(own) },
    ...(margins === undefined ? {} : { margins }),
    ...(waivers === undefined ? {} : { waivers: waivers.map((one) => named(one, scenario, catalogue)) }),
    ...(notes.size === 0 ? {} : { note: [...notes].join(' ') }),
  };
}

/** A waiver with the systems that its patterns stand for. */
function named(
  { setting, systems, reason }: DeclaredWaiver,
  { apps }: ScenarioFile,
  catalogue: SystemCatalogue,
): Waiver {
  if (systems === undefined) return { setting, reason };
  const names = systems.flatMap((pattern) => apps.map((app) => catalogue.nameFor(pattern, app)));
  return { setting, reason, systems: [...new Set(names)] };
}

function systemsOf(plan: Plan, catalogue: SystemCatalogue, provenance?: Provenance): RunSummary['systems'] {
  const used = new Set(plan.steps.map(({ system }) => system));
  const names = catalogue.names();
  const rank = (name: string): number => names.indexOf(baseName(name));
  const revisions = new Set(plan.steps.map(({ revision }) => revision));
  return [...used]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => {
      const system = catalogue.resolve(name);
      const { title, family, subject, app } = system;
      const known = Object.keys(provenance?.systems ?? {});
      const stated = new Set([...revisions].map((revision) => `${name}@${revision ?? ''}`));
      // Of several revisions the last one: what they are compared for is not their command line.
      const key = known.includes(name) ? name : (known.findLast((one) => stated.has(one)) ?? '');
      const cmdline = ownValue(provenance?.systems ?? {}, key)?.cmdline ?? '';
      return { name, title, cmdline, family, subject, app, version: versionOf(system, catalogue) };
    });
}

/** The version of a kernel from a source that is shared; of a source of its own nothing is known. */
function versionOf(system: System, catalogue: SystemCatalogue): string | undefined {
  if (system.kind !== 'linux' || system.source !== undefined) return undefined;
  return system.version ?? catalogue.versions().default;
}
