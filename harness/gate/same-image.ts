// SPDX-License-Identifier: Apache-2.0
import { unitUnder } from '../metric/units.js';
import type { Clock } from '../metric/types.js';
import type { PlanStep } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { type Margins, marginOf } from './margin.js';
import type { MetricComparison } from './types.js';

/** The metrics of a cell whose image is the same on both sides: nothing that is measured by it can differ. */
export function passedUnmeasured(
  { scenario, app, system }: Pick<PlanStep, 'scenario' | 'app' | 'system'>,
  { metrics, margins: own }: Pick<ScenarioFile, 'metrics' | 'margins'>,
  clock: Clock,
  margins: Margins,
): MetricComparison[] {
  return metrics.map(({ name, title, unit: declared, direction }) => {
    const unit = unitUnder(clock, declared);
    return {
      ...{ scenario, app, metric: name, title, unit, direction },
      system: { base: system, head: system },
      ...marginOf({ metric: name, unit, clock, scenario: own }, margins),
      base: { n: 0, values: [] },
      head: { n: 0, values: [] },
      verdict: 'pass',
      code: 'SAME_IMAGE',
      reason: 'Same image: both sides boot the same files with the same command line.',
      rules: [
        { rule: 'the images differ', outcome: 'kernel, initrd and command line are the same', held: false },
      ],
    };
  });
}
