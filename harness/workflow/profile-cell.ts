// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { userCommand } from '../core/invocation.js';
import type { Environment } from '../environment/environment.js';
import { LOCAL } from '../host/local.js';
import type { BootImage } from '../image/boot-image.js';
import { cellName } from '../plan/durations.js';
import { makePlan } from '../plan/plan.js';
import { applySettings } from '../plan/settings.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { type StepProfile, profileStep, requireProfilable } from '../run/profile.js';
import type { ScenarioFile } from '../scenario/types.js';
import { requireOwnFiles } from '../system/own-files.js';
import type { BootWishes } from './boot-wishes.js';
import type { Session } from './session.js';

/** Which boot is profiled, and how. Only the deterministic clock has profiles; the other is refused with the reason. */
export interface CellWishes extends Omit<BootWishes, 'host'> {
  /** Name of the host. */
  host?: string | undefined;
  memory?: number | undefined;
  /** Whether calls are followed. */
  tree?: boolean | undefined;
}

/** The one boot of a plan that is profiled. */
export interface ProfileCell {
  plan: Plan;
  step: PlanStep;
  scenario: ScenarioFile;
}

/**
 * Plans the one boot that the user asks for.
 * @throws BenchError (exit 2) `PROFILE_CHOICE`, `CLOCK_PROFILE`, `PROFILE_NO_BOOT`, and what planning throws.
 */
export async function planCell(
  name: string,
  wishes: CellWishes,
  environment: Environment,
): Promise<ProfileCell> {
  const plan = await planOf(name, wishes, environment);
  const step = onlyStep(plan);
  const [scenario] = plan.scenarios;
  if (scenario === undefined) throw new Error('a plan without a scenario');
  requireProfilable({ plan, scenario });
  await requireOwnFiles([environment.catalogue.resolve(step.system)]);
  return { plan, step, scenario };
}

/**
 * Boots a cell once with its instructions counted.
 * @throws BenchError what {@link imageOfCell} and {@link profileImage} throw; a boot that fails is part of the result.
 */
export async function profileCell(
  cell: ProfileCell,
  wishes: CellWishes,
  environment: Environment,
  session: Session,
): Promise<StepProfile> {
  const image = await imageOfCell(cell, environment, session);
  return await profileImage(cell, image, wishes, environment, session);
}

/** What a cell boots, from the cache or built now. */
export async function imageOfCell(
  { plan, step, scenario }: ProfileCell,
  environment: Environment,
  { progress, signal }: Session,
): Promise<BootImage> {
  const { clock, kernelSource } = plan;
  const images = environment.images({ clock, kernelSource, progress, signal });
  try {
    return await images.image(step.system, step.app, scenario);
  } finally {
    images.stop();
  }
}

/**
 * Boots the image of a cell once with its instructions counted.
 * @throws BenchError what {@link profileStep} throws; a boot that fails is part of the result.
 */
export async function profileImage(
  { plan, step, scenario }: ProfileCell,
  image: BootImage,
  { tree = false, host = LOCAL }: CellWishes,
  environment: Environment,
  { progress, signal }: Session,
): Promise<StepProfile> {
  progress.step(`booting ${cellName(step)} with its instructions counted`);
  const onProgress = (text: string): void => {
    progress.step(text);
  };
  const context = { plan, step, scenario, image, host: environment.host(host), signal, onProgress };
  const made = await profileStep(context, tree);
  progress.end();
  return made;
}

async function planOf(
  name: string,
  { system, app, memory, clock = 'deterministic', host = LOCAL, kernelSource, set = [] }: CellWishes,
  environment: Environment,
): Promise<Plan> {
  const { scenarios, catalogue, monitors } = environment;
  const chosen = applySettings([await scenarios.load(name)], set);
  return makePlan(chosen, catalogue, {
    ...{ clock, counted: clock === 'deterministic' ? environment.host(host).counts : undefined },
    clockReason: 'A profile counts instructions.',
    ...{ host: 'any', hosts: [host], monitor: monitors[0]?.name ?? '' },
    ...{ systems: system, apps: app, boots: 1, memoryMib: memory, kernelSource },
  });
}

/** The only cell that the user asks for. */
function onlyStep({ steps, scenarios }: Plan): PlanStep {
  const [step, another] = steps;
  if (step !== undefined && another === undefined) return step;
  const systems = [...new Set(steps.map(({ system }) => system))].join(', ');
  const apps = [...new Set(steps.map(({ app }) => app))].join(', ');
  const scenario = scenarios[0]?.name ?? '';
  throw usageError(
    'PROFILE_CHOICE',
    `a profile is of one boot; ${scenario} has the systems ${systems} and the apps ${apps}.`,
    `Name one of each, e.g. \`${userCommand('profile', `${scenario} --system ${step?.system ?? ''} --app ${step?.app ?? ''}`)}\`.`,
  );
}
