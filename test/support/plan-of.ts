// SPDX-License-Identifier: Apache-2.0
import type { Plan, PlanStep } from '../../harness/plan/types.js';

/** A plan with nothing but these steps. */
export function planOf(...steps: PlanStep[]): Plan {
  return {
    ...{ format: 1, clock: 'deterministic', clockReason: 'test' },
    ...{ host: 'any', monitor: 'qemu', scenarios: [], steps },
  };
}
