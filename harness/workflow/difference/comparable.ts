// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../../core/errors.js';
import { ownValue } from '../../core/own.js';
import { printable } from '../../core/printable.js';
import { clockDefinitionOf } from '../../metric/clock.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import { workloadOf } from '../../workload/registry.js';

/** By what a boot was made, beside its image, by field: what two profiles must have in common. */
export type ProfileConditions = Readonly<Record<string, string>>;

/** The conditions of a step. @param monitor which one it is made with, and its version where that is known. */
export function conditionsOf(
  plan: Plan,
  { scenario: name, app }: PlanStep,
  monitor: string,
): ProfileConditions {
  const scenario = plan.scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error('a step is of a scenario of its plan');
  const { memory_mib: memory, parameters, metrics } = scenario;
  const clients = workloadOf(scenario).clients(
    parameters,
    metrics.map((metric) => metric.name),
  );
  return {
    ...{ scenario: name, app, workload: scenario.workload, memory: `${memory} MiB`, monitor },
    ...{ clock: plan.clock, 'clock definition': `${clockDefinitionOf(plan)}` },
    clients: clients.map(({ client, name: own }) => own ?? client).join(', '),
    ...Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [`parameter "${key}"`, String(value)]),
    ),
  };
}

/**
 * Refuses two profiles that do not compare.
 * @throws BenchError `PROFILES_NOT_COMPARABLE` (exit 5) with each field that differs, and both of its values.
 */
export function requireSameConditions(before: ProfileConditions, after: ProfileConditions): void {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => ownValue(before, field) !== ownValue(after, field),
  );
  if (fields.length === 0) return;
  const value = (of: ProfileConditions, field: string): string =>
    printable(ownValue(of, field) ?? '', 100) || 'none';
  const said = fields.map(
    (field) => `${printable(field, 100)} (${value(before, field)}, ${value(after, field)})`,
  );
  throw new BenchError({
    code: 'PROFILES_NOT_COMPARABLE',
    message: `the profiles before and after differ in ${said.join(', ')}: their difference would be that too.`,
    next: 'Compare profiles of one app and scenario with the same parameters, memory, clock and monitor.',
    exit: EXIT.notComparable,
  });
}
