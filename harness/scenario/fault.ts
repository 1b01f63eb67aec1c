// SPDX-License-Identifier: Apache-2.0
import { suggest } from '../core/suggest.js';
import { parameterFault } from '../workload/parameters.js';
import { hostLoads, workloadNames, workloadOf } from '../workload/registry.js';
import type { ScenarioDeclaration } from './types.js';
import type { Fault } from './yaml.js';

const INVALID = 'SCENARIO_INVALID';

/** What stands for every scenario, and for every metric that is not named. */
const ALL = 'all';

/**
 * The first thing that is wrong with a scenario file of the right shape: names that contradict each other, or what its
 * workload does not declare.
 * @param name that the file has, without its ending.
 */
export function scenarioFault(file: ScenarioDeclaration, name: string): Fault | undefined {
  return (
    headFault(file, name) ??
    loadFault(file) ??
    parametersFault(file) ??
    metricsFault(file) ??
    marginsFault(file) ??
    waiversFault(file)
  );
}

function headFault(file: ScenarioDeclaration, name: string): Fault | undefined {
  const { systems, baseline } = file;
  if (name !== file.name) {
    const message = `"name" is "${file.name}", but the file has another name.`;
    return { code: INVALID, at: ['name'], message, next: 'Give both the same name.' };
  }
  if (name === ALL) {
    const message = `"name" is "${ALL}", which means every scenario on the command line.`;
    return { code: INVALID, at: ['name'], message, next: 'Rename the file and the scenario in it.' };
  }
  if (systems.includes(baseline)) return undefined;
  const message = `"baseline" is "${baseline}", which is not among the systems.`;
  return { code: INVALID, at: ['baseline'], message, next: `Use one of: ${systems.join(', ')}.` };
}

function loadFault({ workload, load }: ScenarioDeclaration): Fault | undefined {
  if (!workloadNames.some((known) => known === workload)) {
    const message = `there is no workload "${workload}".`;
    return { code: INVALID, at: ['workload'], message, next: suggest(workload, workloadNames) };
  }
  if (load !== 'host' || hostLoads.some((known) => known === workload)) return undefined;
  return {
    code: INVALID,
    at: ['load'],
    message: `"load" is "host", but the workload ${workload} has no client that could run there.`,
    next: `Remove it; a client on the host is there for: ${hostLoads.join(', ')}.`,
  };
}

function parametersFault(file: ScenarioDeclaration): Fault | undefined {
  const workload = workloadOf(file);
  for (const [key, value] of Object.entries(file.parameters)) {
    const fault = parameterFault(workload, key, value);
    if (fault !== undefined) return { ...fault, at: ['parameters', key] };
  }
  return undefined;
}

function metricsFault(file: ScenarioDeclaration): Fault | undefined {
  const { name: workload, metrics: known } = workloadOf(file);
  for (const [index, { name }] of file.metrics.entries()) {
    const at = ['metrics', index, 'name'];
    if (!known.includes(name)) {
      const where = file.load === 'host' ? ' with its client on the host' : '';
      const message = `the workload ${workload}${where} has no metric "${name}".`;
      return { code: 'METRIC_UNKNOWN', at, message, next: suggest(name, known) };
    }
    if (file.metrics.findIndex((one) => one.name === name) !== index) {
      const message = `the metric "${name}" stands twice.`;
      return { code: INVALID, at, message, next: 'Keep one of the two.' };
    }
  }
  return undefined;
}

function marginsFault({ margins = {}, metrics }: ScenarioDeclaration): Fault | undefined {
  const known = [...metrics.map(({ name }) => name), ALL];
  const unknown = Object.keys(margins).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const message = `the scenario has no metric "${unknown}" to have a margin.`;
  return { code: 'METRIC_UNKNOWN', at: ['margins', unknown], message, next: suggest(unknown, known) };
}

function waiversFault({ waivers = [], systems: known }: ScenarioDeclaration): Fault | undefined {
  for (const [index, { systems = [] }] of waivers.entries()) {
    const at = systems.findIndex((system) => !known.includes(system));
    const unknown = systems[at];
    if (unknown === undefined) continue;
    const message = `the waiver is for "${unknown}", which is not among the systems.`;
    return { code: INVALID, at: ['waivers', index, 'systems', at], message, next: suggest(unknown, known) };
  }
  return undefined;
}
