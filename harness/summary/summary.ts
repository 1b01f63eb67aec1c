// SPDX-License-Identifier: Apache-2.0
import { type Refused, plausible } from './plausible.js';
import { ownValue } from '../core/own.js';
import { systemsFor } from '../plan/plan.js';
import { unitUnder } from '../metric/units.js';
import type { Clock, Sample } from '../metric/types.js';
import type { Plan } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { summarise } from '../statistics/index.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { workloadOf } from '../workload/registry.js';
import type { RunFolder } from '../run/folder.js';
import { runNotes } from './notes.js';
import { importedLines, importedScenario, importedSystems } from './imported.js';
import { type Provenance, readProvenance } from '../run/provenance.js';
import { provenanceLines } from './provenance-lines.js';
import type { StepRecord } from '../run/record.js';
import { samplesOf } from '../run/samples.js';
import type { Cell, ReportedScenario, RunSummary } from '../run/types.js';

/** Derives `run.json` from the plan, the boots and the provenance; it holds nothing that these do not. */
export async function summariseRun(folder: RunFolder, catalogue: SystemCatalogue): Promise<RunSummary> {
  const plan = await folder.plan();
  const records: StepRecord[] = [];
  for (const step of plan.steps) {
    const record = await folder.record(step);
    if (record !== undefined) records.push(record);
  }
  const provenance = await readProvenance(folder);
  const { samples, refused } = plausible(samplesOf(plan, records));
  const { imported } = plan;
  return {
    format: 1,
    clock: plan.clock,
    host: plan.host,
    scenarios: plan.scenarios.map((scenario) =>
      imported === undefined
        ? reportedScenario(scenario, plan.clock, catalogue)
        : importedScenario(scenario, imported),
    ),
    systems:
      imported === undefined ? systemsOf(plan, catalogue, provenance) : importedSystems(plan, catalogue),
    cells: plan.scenarios.flatMap((scenario) =>
      cellsOf(plan, scenario, catalogue, { samples, refused, records }),
    ),
    samples,
    notes: runNotes(plan, records, provenance),
    provenance: [
      ...(imported === undefined ? [] : importedLines(imported)),
      ...(provenance === undefined ? [] : provenanceLines(provenance)),
    ],
    complete: records.length === plan.steps.length,
  };
}

const PARAMETER_WORDS = new Map(
  Object.entries({
    value_bytes: 'bytes of a value',
    pipeline: 'requests in a pipeline',
    resolution_mib: 'resolution in MiB',
    ceiling_mib: 'ceiling in MiB',
    failing_boots: 'failing boots below the floor',
  }),
);

function reportedScenario(
  scenario: ScenarioFile,
  clock: Clock,
  catalogue: SystemCatalogue,
): ReportedScenario {
  const { name, title, description, baseline, memory_mib, parameters } = scenario;
  const { load, kind } = workloadOf(scenario);
  const memory: Record<string, string> = kind === 'boot' ? { memory: `${memory_mib} MiB` } : {};
  const own = Object.entries(parameters).map(
    ([key, value]: [string, number]) => [PARAMETER_WORDS.get(key) ?? key, value] as const,
  );
  const systems = scenario.apps.flatMap((app) => systemsFor(scenario, app, catalogue));
  const notes = new Set(systems.flatMap((system) => catalogue.resolve(system).notes[clock]));
  return {
    ...{ name, title, description, baseline, load },
    parameters: { ...memory, ...Object.fromEntries(own) },
    ...(notes.size === 0 ? {} : { note: [...notes].join(' ') }),
  };
}

function systemsOf(plan: Plan, catalogue: SystemCatalogue, provenance?: Provenance): RunSummary['systems'] {
  const used = new Set(plan.steps.map(({ system }) => system));
  const known = catalogue.names();
  const rank = (name: string): number => known.indexOf(name.split('+')[0] ?? name);
  return [...used]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => {
      const { title, family, subject, app } = catalogue.resolve(name);
      const cmdline = ownValue(provenance?.systems ?? {}, name)?.cmdline ?? '';
      return { name, title, cmdline, family, subject, app };
    });
}

function cellsOf(
  plan: Plan,
  scenario: ScenarioFile,
  catalogue: SystemCatalogue,
  measured: { samples: readonly Sample[]; refused: readonly Refused[]; records: readonly StepRecord[] },
): Cell[] {
  const { samples, refused, records } = measured;
  return scenario.apps.flatMap((app) =>
    scenario.metrics.flatMap((metric) =>
      systemsFor(scenario, app, catalogue).map((system): Cell => {
        const own = { scenario: scenario.name, system, app };
        const taken = samples
          .filter((one) => one.scenario === own.scenario && one.system === system && one.app === app)
          .filter((one) => one.metric === metric.name);
        const values = taken.map(({ value }) => value);
        const failures = records
          .filter(({ step }) => step.scenario === own.scenario && step.system === system && step.app === app)
          .flatMap(({ step, failure, missing }) => {
            const why = failure ?? ownValue(missing ?? {}, metric.name);
            return why === undefined ? [] : [{ boot: step.boot, code: why.code, message: why.message }];
          });
        const absurd = refused
          .filter((one) => one.scenario === own.scenario && one.system === system && one.app === app)
          .filter((one) => one.metric === metric.name)
          .map(({ boot, code, message }) => ({ boot, code, message }));
        return {
          ...own,
          metric: metric.name,
          title: metric.title,
          unit: unitUnder(plan.clock, metric.unit),
          direction: metric.direction,
          clock: plan.clock,
          host: plan.host,
          values,
          ...(values.length === 0 ? {} : { summary: summarise(values, plan.clock) }),
          failures: [...failures, ...absurd],
          boots: taken.map(({ boot }) => boot),
          ...(plan.imported === undefined ? {} : { unpaired: true }),
        };
      }),
    ),
  );
}
