// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { Semaphore } from '../core/semaphore.js';
import { cellName } from '../plan/durations.js';
import type { Plan, PlanStep } from '../plan/types.js';
import type { Profile } from '../profile/types.js';
import type { StepContext } from './context.js';
import type { RunFolder } from './folder.js';
import { profileStep } from './profile.js';
import type { StepRecord } from './record.js';

/** What the profiles of a run need from outside. */
export interface ProfilesOptions extends Pick<StepContext, 'images' | 'host' | 'signal'> {
  /** Called with each cell that is begun. */
  onStep: (cell: string) => void;
}

/** A profile that could not be made. */
export interface ProfileFailure {
  cell: string;
  error: BenchError;
}

/**
 * Makes the profiles that a run still lacks, one for each cell, by a boot of its own beside those that were measured. One that cannot
 * be made costs nothing else.
 * @returns the failures.
 * @throws BenchError with exit 2 or 5, and errors of storing; an AbortError when interrupted.
 */
export async function makeProfiles(
  folder: RunFolder,
  plan: Plan,
  options: ProfilesOptions,
): Promise<ProfileFailure[]> {
  const { profile: asked } = plan;
  if (asked === undefined) return [];
  const lock = await folder.lock();
  try {
    const slots = new Semaphore(await options.host.slots(plan.clock));
    const made = plan.steps
      .filter(({ kind, boot }) => kind === 'boot' && boot === 1)
      .map((step) => slots.run(() => makeProfile(step, folder, plan, options)));
    return (await Promise.all(made)).flatMap((failure) => failure ?? []);
  } finally {
    await lock.release();
  }
}

async function makeProfile(
  step: PlanStep,
  folder: RunFolder,
  plan: Plan,
  { images, host, signal, onStep }: ProfilesOptions,
): Promise<ProfileFailure | undefined> {
  const record = await folder.record(step);
  const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
  // A boot that fails says why in its record.
  if (record === undefined || record.failure !== undefined || scenario === undefined) return undefined;
  if ((await folder.profile(step)) !== undefined) return undefined;
  signal.throwIfAborted();
  onStep(cellName(step));
  try {
    const image = await images.image(step.system, step.app, scenario);
    const made = await profileStep(
      { plan, step, scenario, image, host, signal },
      plan.profile?.tree ?? false,
    );
    if (made.failure !== undefined) {
      const { code, message, next } = made.failure;
      throw measureError(code, message, next);
    }
    if (made.profile !== undefined) await folder.writeProfile(step, requireSame(made.profile, record));
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BenchError) || error.scope === 'run') throw error;
    return { cell: cellName(step), error };
  }
}

/** A profiled boot is the measured one once more: the guest does not notice that its instructions are counted. */
function requireSame(profile: Profile, { values }: StepRecord): Profile {
  for (const [metric, value] of Object.entries(values)) {
    const found = ownValue(profile.metrics ?? {}, metric);
    if (found === value) continue;
    throw measureError(
      'PROFILE_INEXACT',
      `${metric} is ${found ?? 'missing'} in the profiled boot and ${value} in the measured one.`,
      'Report it with the system: the plugin must not be seen by a guest.',
    );
  }
  return profile;
}
