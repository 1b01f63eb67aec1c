// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { Clock } from '../../metric/types.js';
import { makePlan } from '../../plan/plan.js';
import { applySettings } from '../../plan/settings.js';
import type { Plan } from '../../plan/types.js';
import { requireOwnFiles } from '../../system/own-files.js';

/** What a gate measures, on both sides alike. */
export interface GatePlanWishes {
  system?: readonly string[] | undefined;
  app?: readonly string[] | undefined;
  metric?: readonly string[] | undefined;
  clock?: Clock | undefined;
  host?: string | undefined;
  boots?: number | undefined;
  set?: readonly string[] | undefined;
  kernelSource?: string | undefined;
}

/** The second boot shows that the first one was no accident. */
const BOOTS = 2;

/**
 * The plan of one side.
 * @throws BenchError (exit 2) `GATE_CLOCK`, and what planning throws.
 */
export async function planSide(
  names: readonly string[],
  wishes: GatePlanWishes,
  { scenarios, catalogue, monitors }: Environment,
): Promise<Plan> {
  const { clock = 'deterministic', host = LOCAL, set = [], system, app, metric } = wishes;
  if (clock !== 'deterministic') {
    throw usageError(
      'GATE_CLOCK',
      'two commits are compared under the deterministic clock: boots of two runs by the wall clock do not compare.',
      'Leave --clock out.',
    );
  }
  const loaded = await Promise.all([...new Set(names)].map((name) => scenarios.load(name)));
  const plan = makePlan(applySettings(loaded, [...set]), catalogue, {
    ...{ clock, clockReason: 'A gate compares instructions.', host: 'any', hosts: [host] },
    ...{ monitor: monitors[0]?.name ?? '', systems: system, apps: app, metrics: metric },
    ...{ boots: wishes.boots ?? BOOTS, kernelSource: wishes.kernelSource },
  });
  const systems = new Set(plan.steps.map((step) => step.system));
  await requireOwnFiles([...systems].map((name) => catalogue.resolve(name)));
  return plan;
}
