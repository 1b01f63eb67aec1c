// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import { makePlan } from '../../plan/plan.js';
import { requireUsed } from '../../plan/source.js';
import { applySettings } from '../../plan/settings.js';
import type { Plan } from '../../plan/types.js';
import type { Scenario } from '../../scenario/types.js';
import { requireOwnFiles } from '../../system/own-files.js';
import type { BootWishes } from '../boot-wishes.js';
import { fleetOf } from '../fleet/choose.js';
import type { Session } from '../session.js';
import { type PlanTarget, planTarget } from '../target.js';

/** What a gate measures, on both sides alike. */
export interface GatePlanWishes extends BootWishes {
  metric?: readonly string[] | undefined;
  /** Boots of each side; under the wall clock those before the first look. */
  boots?: number | undefined;
  dryRun?: boolean | undefined;
}

/** The second boot shows that the first one was no accident. */
const EXACT_BOOTS = 2;

/**
 * Where the boots of both sides are made, and under which clock: instructions, unless the user says otherwise.
 * @throws BenchError what `planTarget` throws.
 */
export async function gateTarget(
  names: readonly string[],
  wishes: GatePlanWishes,
  environment: Environment,
  session: Session,
): Promise<PlanTarget> {
  const { clock = 'deterministic' } = wishes;
  const counted = fleetOf(wishes.host, environment).some(({ counts = 'guest' }) => counts !== 'guest');
  if (clock === 'wall' || counted) {
    const scenarios = await loadScenarios(names, environment);
    return await planTarget({ ...wishes, clock, scenarios }, environment, session);
  }
  const monitor = environment.monitors[0]?.name ?? '';
  const hosts = fleetOf(wishes.host, environment).map(({ name }) => name);
  const clockReason = 'A gate compares instructions.';
  return { ...{ clock, clockReason, host: 'any', monitor }, hosts };
}

/**
 * The plan of the head: what is asked for must be there.
 * @throws BenchError (exit 2) what planning throws.
 */
export async function planHead(
  names: readonly string[],
  wishes: GatePlanWishes,
  environment: Environment,
  target: PlanTarget,
): Promise<Plan> {
  const plan = await planOf(await loadScenarios(names, environment), wishes, environment, target);
  requireUsed(wishes.kernelSource, systemsIn(plan), environment.catalogue);
  return plan;
}

/**
 * The plan of the base: of what is asked for what it has already. Undefined where that is nothing.
 * @throws BenchError (exit 2) what planning throws.
 */
export async function planBase(
  names: readonly string[],
  wishes: GatePlanWishes,
  environment: Environment,
  target: PlanTarget,
): Promise<Plan | undefined> {
  const known = new Set(await environment.scenarios.names());
  const there = names.filter((name) => known.has(name) || /\.ya?ml$/.test(name));
  const { metric } = wishes;
  const scenarios = (await loadScenarios(there, environment)).filter(
    ({ metrics }) => metric === undefined || metrics.some(({ name }) => metric.includes(name)),
  );
  const { catalogue } = environment;
  const system = wishes.system?.filter((name) =>
    isKnown('SYSTEM_UNKNOWN', () => catalogue.resolve(catalogue.nameFor(name, scenarios[0]?.apps[0] ?? ''))),
  );
  const app = wishes.app?.filter((name) =>
    isKnown('APP_UNKNOWN', () => {
      catalogue.requireApp(name);
    }),
  );
  if (scenarios.length === 0 || system?.length === 0 || app?.length === 0) return undefined;
  const of = /^([a-z0-9-]+)\./;
  const set = wishes.set?.filter((text) => {
    const scenario = of.exec(text)?.[1];
    return scenario === undefined || scenarios.some(({ name }) => name === scenario);
  });
  const metrics = metric?.filter((name) => scenarios.some((one) => one.metrics.some((m) => m.name === name)));
  return await planOf(scenarios, { ...wishes, system, app, set, metric: metrics }, environment, target);
}

async function loadScenarios(names: readonly string[], { scenarios }: Environment): Promise<Scenario[]> {
  return await Promise.all([...new Set(names)].map((name) => scenarios.load(name)));
}

async function planOf(
  scenarios: readonly Scenario[],
  { set = [], system, app, metric, boots, kernelSource }: GatePlanWishes,
  { catalogue }: Environment,
  target: PlanTarget,
): Promise<Plan> {
  const plan = makePlan(applySettings(scenarios, set), catalogue, {
    ...{ ...target, systems: system, apps: app, metrics: metric },
    ...{ boots: target.clock === 'wall' ? 1 : (boots ?? EXACT_BOOTS), kernelSource },
  });
  await requireOwnFiles(systemsIn(plan).map((name) => catalogue.resolve(name)));
  return plan;
}

function systemsIn({ steps }: Plan): string[] {
  return [...new Set(steps.map(({ system }) => system))];
}

/** Whether something can be looked up; what is wrong with it is said by whoever needs it. */
function isKnown(unknown: string, lookUp: () => unknown): boolean {
  try {
    lookUp();
  } catch (error) {
    return !(error instanceof BenchError && error.code === unknown);
  }
  return true;
}
