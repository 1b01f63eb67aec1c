// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usageError } from '../core/errors.js';
import { requireInside } from '../core/inside.js';
import { ownValue } from '../core/own.js';
import { displayPath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import type { MetricDeclaration, MetricDefinition } from '../metric/types.js';
import { type WorkloadName, workloadOf } from '../workload/registry.js';
import { type ReadEach, readEach } from './broken.js';
import { scenarioFault } from './fault.js';
import type { Scenario, ScenarioDeclaration, ScenarioMetric } from './types.js';
import { type Fault, loadYaml } from './yaml.js';

/** The scenarios of a project. */
export interface Scenarios {
  /** Names, sorted. */
  names(): Promise<string[]>;
  /**
   * Reads a scenario by name, or by the path of a YAML file.
   * @throws BenchError (exit 2) `SCENARIO_UNKNOWN`, `SCENARIO_TWICE`, or what the file has wrong, with file, line and key.
   */
  load(nameOrPath: string): Promise<Scenario>;
  /**
   * Every scenario that can be used, and every other with what {@link load} throws for it, in order of their names.
   * @param dir only those of this folder.
   */
  all(dir?: string): Promise<ReadEach<Scenario>>;
}

/** The scenario files in these folders; that a later folder has one of a name again is an error. */
export function scenariosIn(dirs: readonly string[]): Scenarios {
  const list = async (): Promise<Map<string, FoundScenario>> => {
    const scenarios = new Map<string, FoundScenario>();
    for (const dir of dirs) {
      for (const file of await scenarioFiles(dir)) {
        const name = basename(file, '.yaml');
        scenarios.set(name, { name, path: join(dir, file), within: dir, before: scenarios.get(name)?.path });
      }
    }
    return scenarios;
  };
  const names = async (): Promise<string[]> => [...(await list()).keys()].sort();
  return {
    names,
    load: async (nameOrPath) => {
      if (/\.ya?ml$/.test(nameOrPath)) return await readScenario({ name: nameOrPath, path: nameOrPath });
      const found = (await list()).get(nameOrPath);
      if (found !== undefined) return await readScenario(found);
      throw usageError(
        'SCENARIO_UNKNOWN',
        `there is no scenario "${nameOrPath}".`,
        suggest(nameOrPath, [...(await names()), 'all']),
      );
    },
    all: async (dir) => {
      const scenarios = await list();
      const sorted = [...scenarios.keys()].sort().flatMap((name) => scenarios.get(name) ?? []);
      const wanted = dir === undefined ? sorted : sorted.filter(({ within }) => within === dir);
      return await readEach('scenario', wanted, readScenario);
    },
  };
}

interface FoundScenario {
  /** As it was found, or as the user named it. */
  name: string;
  path: string;
  /** Folder that was looked through; what the user names by its path may be anywhere. */
  within?: string | undefined;
  /** Path of an earlier scenario with the same name. */
  before?: string | undefined;
}

async function scenarioFiles(dir: string): Promise<string[]> {
  const files = await readdir(dir).catch(() => []);
  return files.filter((file) => file.endsWith('.yaml')).sort();
}

async function readScenario({ path, within, before }: FoundScenario): Promise<Scenario> {
  if (within !== undefined) await requireInside(path, within);
  const name = basename(path).replace(/\.ya?ml$/, '');
  const faultOf = (value: ScenarioDeclaration): Fault | undefined =>
    scenarioFault(value, name) ?? (before === undefined ? undefined : twiceFault(name, before));
  const file = await loadYaml<ScenarioDeclaration>(path, 'scenario', faultOf);
  const { definitions } = workloadOf(file);
  return {
    ...file,
    // The fault check has looked at both.
    workload: file.workload as WorkloadName,
    metrics: file.metrics.map((metric) => metricOf(metric, ownValue(definitions, metric.name))),
    path,
  };
}

function twiceFault(name: string, before: string): Fault {
  const message = `"name" is "${name}", and there is a scenario of that name in ${displayPath(before)}.`;
  return { code: 'SCENARIO_TWICE', at: ['name'], message, next: 'Rename the file and the scenario in it.' };
}

function metricOf({ name, title }: ScenarioMetric, definition?: MetricDefinition): MetricDeclaration {
  if (definition === undefined) throw new Error(`a metric that no workload declares: ${name}`);
  const { unit, direction, clock, counted } = definition;
  return {
    ...{ name, unit, direction, title: title ?? definition.title },
    ...(clock === undefined ? {} : { clock }),
    ...(counted === undefined ? {} : { counted }),
  };
}
