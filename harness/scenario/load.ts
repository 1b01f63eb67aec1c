// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usageError } from '../core/errors.js';
import { suggest } from '../core/suggest.js';
import type { MetricDeclaration, MetricDefinition } from '../metric/types.js';
import { type WorkloadName, workloadOf } from '../workload/registry.js';
import { scenarioFault } from './fault.js';
import type { Scenario, ScenarioDeclaration, ScenarioMetric } from './types.js';
import { loadYaml } from './yaml.js';

/** The scenarios of a project. */
export interface Scenarios {
  /** Names, sorted. */
  names(): Promise<string[]>;
  /**
   * Reads a scenario by name, or by the path of a YAML file.
   * @throws BenchError (exit 2) `SCENARIO_UNKNOWN`, or what the file has wrong, with file, line and key.
   */
  load(nameOrPath: string): Promise<Scenario>;
}

/** The scenario files in these folders; of two with one name the one in the earlier folder counts. */
export function scenariosIn(dirs: readonly string[]): Scenarios {
  const list = async (): Promise<Map<string, string>> => {
    const found = await Promise.all(
      dirs.map(async (dir) => (await scenarioFiles(dir)).map((file) => join(dir, file))),
    );
    return new Map(
      found
        .flat()
        .reverse()
        .map((path) => [basename(path, '.yaml'), path]),
    );
  };
  const names = async (): Promise<string[]> => [...(await list()).keys()].sort();
  return {
    names,
    load: async (nameOrPath) => {
      if (/\.ya?ml$/.test(nameOrPath)) return await readScenario(nameOrPath);
      const path = (await list()).get(nameOrPath);
      if (path !== undefined) return await readScenario(path);
      throw usageError(
        'SCENARIO_UNKNOWN',
        `there is no scenario "${nameOrPath}".`,
        suggest(nameOrPath, [...(await names()), 'all']),
      );
    },
  };
}

async function scenarioFiles(dir: string): Promise<string[]> {
  const files = await readdir(dir).catch(() => []);
  return files.filter((file) => file.endsWith('.yaml')).sort();
}

async function readScenario(path: string): Promise<Scenario> {
  const name = basename(path).replace(/\.ya?ml$/, '');
  const file = await loadYaml<ScenarioDeclaration>(path, 'scenario', (value) => scenarioFault(value, name));
  const { definitions } = workloadOf(file);
  return {
    ...file,
    // The fault check has looked at both.
    workload: file.workload as WorkloadName,
    metrics: file.metrics.map((metric) => metricOf(metric, definitions[metric.name])),
    path,
  };
}

function metricOf({ name, title }: ScenarioMetric, definition?: MetricDefinition): MetricDeclaration {
  if (definition === undefined) throw new Error(`a metric that no workload declares: ${name}`);
  const { unit, direction, clock } = definition;
  return {
    ...{ name, unit, direction, title: title ?? definition.title },
    ...(clock === undefined ? {} : { clock }),
  };
}
