// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { hostLoads, workloadParameters } from './parameters.js';
import type { Scenario, ScenarioFile } from './types.js';
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
  const file = await loadYaml<ScenarioFile>(path, 'scenario');
  const complain = (key: string, what: string, next: string): never => {
    throw usageError('SCENARIO_INVALID', `${displayPath(path)}: "${key}" ${what}`, next);
  };
  if (basename(path).replace(/\.ya?ml$/, '') !== file.name) {
    complain('name', `is "${file.name}", but the file has another name.`, 'Give both the same name.');
  }
  if (!file.systems.includes(file.baseline)) {
    complain(
      'baseline',
      `is "${file.baseline}", which is not among the systems.`,
      `Use one of: ${file.systems.join(', ')}.`,
    );
  }
  if (file.load === 'host' && !hostLoads.some((known) => known === file.workload)) {
    const next = `Remove it; a client on the host is there for: ${hostLoads.join(', ')}.`;
    complain(
      'load',
      `is "host", but the workload ${file.workload} has no client that could run there.`,
      next,
    );
  }
  const allowed = workloadParameters[file.workload];
  for (const key of Object.keys(file.parameters)) {
    if (!allowed.some((known) => known === key)) {
      const next = allowed.length === 0 ? 'Remove it.' : `It reads: ${allowed.join(', ')}.`;
      complain(`parameters.${key}`, `means nothing to the workload ${file.workload}.`, next);
    }
  }
  return { ...file, path };
}
