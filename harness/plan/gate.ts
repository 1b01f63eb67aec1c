// SPDX-License-Identifier: Apache-2.0
import type { ScenarioFile } from '../scenario/types.js';
import { workloadOf } from '../workload/registry.js';
import type { Plan, PlanStep, PlannedGate } from './types.js';

/** What two revisions are measured by in one run. */
export interface GatePlanParts {
  /** Clock, host and monitor are of any plan of the head. */
  like: Plan;
  /** Scenarios as both sides have them. */
  scenarios: readonly ScenarioFile[];
  /** Cells that both sides boot, in the order of their boots. */
  cells: readonly Pick<PlanStep, 'scenario' | 'app' | 'system' | 'kind'>[];
  gate: PlannedGate;
}

/**
 * The plan of a run of two revisions. Boots of a cell stand side by side, base and head, head and base, and so on (ABBA): what
 * disturbs one of a pair disturbs the other, and drift falls on both alike. All boots are planned that may become necessary.
 */
export function planGate({ like, scenarios, cells, gate }: GatePlanParts): Plan {
  const boots = (gate.looks.at(-1) ?? 1) + gate.fresh;
  const steps: PlanStep[] = [];
  for (const scenario of scenarios) {
    const own = cells.filter((cell) => cell.scenario === scenario.name);
    const sides = own.flatMap((cell) => [gate.base, gate.head].map((revision) => ({ cell, revision })));
    const rounds = workloadOf(scenario).kind === 'boot' ? boots : 1;
    for (let boot = 1; boot <= rounds; boot += 1) {
      const round = boot % 2 === 1 ? sides : [...sides].reverse();
      for (const { cell, revision } of round) {
        const { kind, system, app } = cell;
        steps.push({ n: steps.length + 1, kind, scenario: scenario.name, system, revision, app, boot });
      }
    }
  }
  return { ...like, scenarios: scenarios.map((one) => ({ ...one, boots })), steps, gate };
}
