// SPDX-License-Identifier: Apache-2.0
import type { Plan, PlanStep } from '../../harness/plan/types.js';
import type { ScenarioFile } from '../../harness/scenario/types.js';

/** A plan with nothing but these steps, all of one scenario. */
export function planOf(...steps: PlanStep[]): Plan {
  return {
    ...{ format: 1, clock: 'deterministic', clockReason: 'test' },
    ...{ host: 'any', monitor: 'qemu', scenarios: scenarioOf(steps), steps },
  };
}

function scenarioOf(steps: readonly PlanStep[]): ScenarioFile[] {
  const [first] = steps;
  if (first === undefined) return [];
  return [
    {
      ...{ name: first.scenario, title: 'A test', description: 'A test.', workload: 'boot' },
      apps: [...new Set(steps.map(({ app }) => app))],
      systems: [...new Set(steps.map(({ system }) => system))],
      ...{ baseline: first.system, boots: 10, memory_mib: 64, timeout_s: 1, parameters: {} },
      metrics: [{ name: 'boot.guest', unit: 'ns', direction: 'lower', title: 'Boot' }],
    },
  ];
}
