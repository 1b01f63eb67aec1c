// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usageError } from '../core/errors.js';
import { projectRoot } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import type { MetricDeclaration, MetricDefinition } from '../metric/types.js';
import { type WorkloadName, workloadOf } from '../workload/registry.js';
import { scenarioFault } from './fault.js';
import type { Scenario, ScenarioDeclaration, ScenarioMetric } from './types.js';
import { loadYaml } from './yaml.js';

const dir = join(projectRoot, 'scenarios');

/** Names of the scenario files, sorted. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(dir);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** Names of the declared apps, sorted: the folders of `scenarios/apps/`. */
export async function appNames(): Promise<string[]> {
  const entries = await readdir(join(dir, 'apps'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads a scenario by name, or by the path of a YAML file.
 * @throws BenchError (exit 2) `SCENARIO_UNKNOWN`, or what the file has wrong, with file, line and key.
 */
export async function loadScenario(nameOrPath: string): Promise<Scenario> {
  if (/\.ya?ml$/.test(nameOrPath)) return await readScenario(nameOrPath);
  const names = await scenarioNames();
  if (!names.includes(nameOrPath)) {
    throw usageError(
      'SCENARIO_UNKNOWN',
      `there is no scenario "${nameOrPath}".`,
      suggest(nameOrPath, [...names, 'all']),
    );
  }
  return await readScenario(join(dir, `${nameOrPath}.yaml`));
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
