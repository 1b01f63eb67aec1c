// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { MetricDeclaration } from '../metric/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { parameterFault } from '../workload/parameters.js';
import { workloadOf } from '../workload/registry.js';
import { isCounted } from './metrics.js';
import { fitsClock } from './plan.js';
import { allSteps, shardFault } from './shard.js';
import type { Plan, PlanStep } from './types.js';

/** Most cells that a scenario may have: a report of more would never be read, or written. */
const MOST_CELLS = 100_000;

/**
 * Why a plan that fits its schema cannot be the plan of a run, a clause that begins with the key; nothing when it can. A plan
 * may come from anybody, and everything else trusts that its parts fit together.
 */
export function planFault(plan: Plan): string | undefined {
  const { scenarios, imported, ablation, derived = [] } = plan;
  const twice = repeated(scenarios.map(({ name }) => name)) ?? repeated(derived.map(({ name }) => name));
  if (twice !== undefined) return `the name "${twice}" stands twice`;
  for (const [index, scenario] of scenarios.entries()) {
    const fault = sharedFault(scenario) ?? (imported === undefined ? ownFault(scenario, plan) : undefined);
    if (fault !== undefined) return `"scenarios.${index}" ${fault}`;
  }
  if (imported !== undefined && (plan.clock !== 'wall' || ablation !== undefined || derived.length > 0))
    return '"imported" stands in a plan of boots';
  const { clock, fleet = [] } = plan;
  const doubled = repeated(fleet.map(({ name }) => name)) ?? repeated(fleet.map(({ identity }) => identity));
  if (doubled !== undefined) return `"fleet" has "${doubled}" twice`;
  if (fleet.length > 0 && clock !== 'wall') return `"fleet" stands in a plan under the ${clock} clock`;
  const fault = shardFault(plan);
  return fault === undefined ? stepsFault(plan) : `"shard" ${fault}`;
}

function sharedFault({ apps, systems, baseline, metrics }: ScenarioFile): string | undefined {
  const twice = repeated(apps) ?? repeated(systems) ?? repeated(metrics.map(({ name }) => name));
  if (twice !== undefined) return `has "${twice}" twice`;
  if (!systems.includes(baseline)) return `has a baseline that is not among its systems`;
  const cells = apps.length * systems.length * metrics.length;
  return cells > MOST_CELLS ? `has ${cells} cells, and ${MOST_CELLS} are the most` : undefined;
}

/** What only a scenario that is measured here must have. */
function ownFault(scenario: ScenarioFile, plan: Plan): string | undefined {
  const { clock } = plan;
  if (!fitsClock(scenario, clock)) return `has its load on the host, under the ${clock} clock`;
  const workload = workloadOf(scenario);
  const { parameters, changed = {}, metrics } = scenario;
  for (const [key, value] of [...Object.entries(parameters), ...Object.entries(changed)]) {
    const fault = parameterFault(workload, key, value);
    if (fault !== undefined) return `has a parameter that cannot be: ${fault.message.replace(/\.$/, '')}`;
  }
  const strange = metrics.find((metric) => !isDeclared(metric, workload.definitions));
  if (strange !== undefined) return `has the metric ${strange.name} otherwise than its workload`;
  const other = metrics.find((metric) => !isCounted(metric, plan));
  return other === undefined
    ? undefined
    : `has the metric ${other.name}, for which something else is counted`;
}

function isDeclared(
  { name, unit, direction, clock, counted }: MetricDeclaration,
  definitions: Readonly<Record<string, Omit<MetricDeclaration, 'name'>>>,
): boolean {
  const own = ownValue(definitions, name);
  return own?.unit === unit && own.direction === direction && own.clock === clock && own.counted === counted;
}

function stepsFault({ scenarios, imported, ...plan }: Plan): string | undefined {
  const known = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  const seen = new Set<string>();
  for (const [index, step] of allSteps(plan).entries()) {
    const scenario = known.get(step.scenario);
    const fault =
      scenario === undefined ? 'is of no scenario of the plan' : stepFault(step, scenario, imported);
    if (fault !== undefined) return `"steps.${index}" ${fault}`;
    if (step.n !== index + 1) return `"steps.${index}.n" is ${step.n}, expected ${index + 1}`;
    const { scenario: of, system, app, boot, revision = '' } = step;
    const cell = JSON.stringify([of, system, revision, app, boot]);
    if (seen.has(cell)) return `"steps.${index}" stands twice`;
    seen.add(cell);
  }
  return undefined;
}

function stepFault(
  { kind, app, boot }: PlanStep,
  scenario: ScenarioFile,
  imported: Plan['imported'],
): string | undefined {
  const expected = imported === undefined ? workloadOf(scenario).kind : 'import';
  if (kind !== expected) return `is of the kind ${kind}, expected ${expected}`;
  if (!scenario.apps.includes(app)) return `has the app ${app}, which its scenario has not`;
  const most = kind === 'boot' || kind === 'import' ? scenario.boots : 1;
  return boot > most ? `is boot ${boot} of ${most}` : undefined;
}

function repeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
