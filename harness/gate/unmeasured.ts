// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';
import { unitUnder } from '../metric/units.js';
import type { PlanStep } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { type Margins, marginOf } from './margin.js';
import type { Decision, MetricComparison } from './types.js';

/** A cell that needs no boot, or cannot have one. */
export type UnmeasuredCell = Pick<PlanStep, 'scenario' | 'app' | 'system'>;

/** Metrics of a cell about which everything is known without a boot. */
export function unmeasured(
  { scenario, app, system }: UnmeasuredCell,
  { metrics, margins: own }: Pick<ScenarioFile, 'metrics'> & { margins: ScenarioFile['margins'] | undefined },
  clock: Clock,
  margins: Margins,
  decision: Decision,
): MetricComparison[] {
  return metrics.map(({ name, title, unit: declared, direction }) => {
    const unit = unitUnder(clock, declared);
    return {
      ...{ scenario, app, metric: name, title, unit, direction },
      system: { base: system, head: system },
      ...marginOf({ metric: name, unit, clock, scenario: own }, margins),
      base: { n: 0, values: [] },
      head: { n: 0, values: [] },
      ...decision,
    };
  });
}

/** Nothing that is measured by one image can differ. */
export const SAME_IMAGE: Decision = {
  ...{ verdict: 'pass', code: 'SAME_IMAGE' },
  reason: 'Same image: both sides boot the same files with the same command line.',
  rules: [{ rule: 'the images differ', outcome: 'kernel, root and command line are the same', held: false }],
};

/** What only the base has is never cleared: to take a metric away is no way to be green. */
export const GONE: Decision = {
  ...{ verdict: 'could not measure', code: 'ONE_SIDE_ONLY' },
  reason: 'Only the base has this metric.',
  rules: [],
};

/** Why the boots of two scenarios do not compare; undefined where they do. */
export function scenariosApart(base: ScenarioFile, head: ScenarioFile): Decision | undefined {
  const [before, after] = [conditionsOf(base), conditionsOf(head)];
  const fields = [...new Set([...before.keys(), ...after.keys()])].filter(
    (field) => before.get(field) !== after.get(field),
  );
  if (fields.length === 0) return undefined;
  const words = fields.map(
    (field) => `${field} (${before.get(field) ?? 'none'}, ${after.get(field) ?? 'none'})`,
  );
  const reason = `The sides differ in ${words.join(', ')}.`;
  return { verdict: 'not comparable', code: 'RATIO_NOT_COMPARABLE', reason, rules: [] };
}

function conditionsOf({ workload, load, memory_mib: memory, parameters }: ScenarioFile): Map<string, string> {
  return new Map([
    ['workload', workload],
    ['place of the load', load ?? 'guest'],
    ['parameter "memory"', `${memory} MiB`],
    ...Object.entries(parameters).map(([key, value]): [string, string] => [`parameter "${key}"`, `${value}`]),
  ]);
}
