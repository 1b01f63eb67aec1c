// SPDX-License-Identifier: Apache-2.0
import type { Imported, Plan } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { counted } from '../core/counted.js';
import { BenchError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { System } from '../system/types.js';
import type { ReportedScenario, RunSummary } from './types.js';

/** A scenario that was read from logs, as the report shows it. */
export function importedScenario(scenario: ScenarioFile, { settings }: Imported): ReportedScenario {
  const { name, title, description, baseline } = scenario;
  return {
    ...{ name, title, description, baseline },
    load: 'whatever made the logs',
    parameters: ownValue(settings, name) ?? {},
  };
}

/**
 * Systems of an imported run in the order of its scenarios; they need not be ones that can be built here. One that has
 * the name of a declared system is a subject if that one is, unless it is what the others are compared with.
 */
export function importedSystems(plan: Plan, catalogue: SystemCatalogue): RunSummary['systems'] {
  const names = new Set(plan.scenarios.flatMap(({ systems }) => systems));
  const baselines = new Set(plan.scenarios.map(({ baseline }) => baseline));
  return [...names].map((name) => {
    const known = declared(catalogue, name);
    return {
      ...{ name, title: `${name}, as its logs call it`, cmdline: '', family: name, app: known?.app },
      subject: known?.subject === true && !baselines.has(name),
    };
  });
}

function declared(catalogue: SystemCatalogue, name: string): System | undefined {
  try {
    return catalogue.resolve(name);
  } catch (error) {
    if (error instanceof BenchError) return undefined;
    throw error;
  }
}

/** Where the values come from, for the foot of the report. */
export function importedLines({ files }: Imported): RunSummary['provenance'] {
  return files.map(({ name, sha256, system, runs }) => ({
    label: `log ${name}`,
    value: `${system}, ${counted(runs, 'run')}, SHA-256 ${sha256}`,
  }));
}
