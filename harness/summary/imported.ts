// SPDX-License-Identifier: Apache-2.0
import type { Imported, Plan } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { ReportedScenario, RunSummary } from './types.js';

/** A scenario that was read from logs, as the report shows it. */
export function importedScenario(scenario: ScenarioFile, { settings }: Imported): ReportedScenario {
  const { name, title, description, baseline } = scenario;
  return {
    ...{ name, title, description, baseline },
    load: 'whatever made the logs',
    parameters: settings[name] ?? {},
  };
}

/** Systems of an imported run in the order of its scenarios; they need not be ones that can be built here. */
export function importedSystems(plan: Plan): RunSummary['systems'] {
  const names = new Set(plan.scenarios.flatMap(({ systems }) => systems));
  return [...names].map((name) => ({ name, title: `${name}, as its logs call it`, cmdline: '' }));
}

/** Where the values come from, for the foot of the report. */
export function importedLines({ files }: Imported): RunSummary['provenance'] {
  return files.map(({ name, sha256, system, runs }) => ({
    label: `log ${name}`,
    value: `${system}, ${runs} runs, SHA-256 ${sha256}`,
  }));
}
