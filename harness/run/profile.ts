// SPDX-License-Identifier: Apache-2.0
import type { BootFailure, BootResult } from '../boot/types.js';
import { BenchError, measureError, usageError } from '../core/errors.js';
import type { Clock } from '../metric/types.js';
import type { PlanStep } from '../plan/types.js';
import { type Profiler, makeProfiler } from '../profile/make.js';
import type { Profile } from '../profile/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import { workloadOf } from '../workload/registry.js';
import { type BootContext, countBoot } from './boot.js';
import { valuesOf } from './step.js';

/** A step whose boot is made once more, with its instructions counted. */
export interface ProfiledStep extends BootContext {
  step: PlanStep;
  scenario: ScenarioFile;
  /** Called with what is done beside the boot. */
  onProgress?: ((text: string) => void) | undefined;
}

/** What came of it. */
export interface StepProfile {
  /** Of a boot that failed, what ran until then; missing where the monitor did not come to write it. */
  profile: Profile | undefined;
  failure: BootFailure | undefined;
}

/** How much longer a boot may take when its instructions are counted, and when calls are followed. */
const PATIENCE = { flat: 3, tree: 6 };

/**
 * Makes the boot of a step with its instructions counted.
 * @throws BenchError `CLOCK_PROFILE`, `PROFILE_NO_BOOT` (exit 2); `PROFILE_UNSUPPORTED`, `PROFILE_SYMBOLS` and what else
 *   {@link makeProfiler} throws (exit 3); an AbortError when interrupted. A guest that fails is no exception.
 */
export async function profileStep(step: ProfiledStep, tree: boolean): Promise<StepProfile> {
  const { plan, host, image, scenario, signal } = step;
  requireProfilable(step);
  const { version, profiles } = await host.monitor(plan.monitor);
  if (profiles !== true) throw unsupported(plan.monitor, host.name);
  const profiler = await makeProfiler(image, step.step.system, version, {
    signal,
    onProgress: step.onProgress,
  });
  const { result, counts } = await countBoot(
    step,
    {
      ...{ root: 'initrd', idle: 'skipped' },
      memoryMib: scenario.memory_mib,
      timeoutMs: scenario.timeout_s * 1000 * (tree ? PATIENCE.tree : PATIENCE.flat),
    },
    { artifacts: profiler.artifacts, tree },
  );
  const { failure } = result;
  const profile = counts === undefined ? undefined : await readCounted(step, profiler, counts, result);
  if (profile !== undefined || failure !== undefined) return { profile, failure };
  throw measureError(
    'PROFILE_BROKEN',
    "the boot went well, but QEMU's plugin wrote nothing.",
    'See that the disk has room, then make the profile again.',
  );
}

async function readCounted(
  { step, scenario, plan }: ProfiledStep,
  profiler: Profiler,
  counted: Uint8Array,
  result: BootResult,
): Promise<Profile | undefined> {
  const workload = workloadOf(scenario);
  const { scenario: name, system, app } = step;
  const metrics = scenario.metrics.map((metric) => metric.name);
  const boot = {
    ...{ scenario: name, system, app },
    metrics: result.failure === undefined ? valuesOf({ scenario, plan }, workload, result).values : undefined,
    time: result.report,
    clients: workload
      .clients(scenario.parameters, metrics)
      .map(({ client, name: own, requests }) => ({ name: own ?? client, requests })),
  };
  try {
    return await profiler.profileOf(counted, boot);
  } catch (error) {
    // What a killed monitor left says nothing beside why it was killed.
    if (result.failure !== undefined && error instanceof BenchError) return undefined;
    throw error;
  }
}

/**
 * Only what is booted under the deterministic clock has a profile.
 * @throws BenchError `CLOCK_PROFILE`, `PROFILE_NO_BOOT` (exit 2).
 */
export function requireProfilable({ plan, scenario }: Pick<ProfiledStep, 'plan' | 'scenario'>): void {
  requireCountedClock(plan.clock);
  if (workloadOf(scenario).kind === 'boot') return;
  throw usageError(
    'PROFILE_NO_BOOT',
    `the scenario ${scenario.name} has no single boot that could be profiled.`,
    'Choose one that boots once for its values, e.g. boot or redis.',
  );
}

/** @throws BenchError `CLOCK_PROFILE` (exit 2) under the wall clock. */
export function requireCountedClock(clock: Clock): void {
  if (clock === 'deterministic') return;
  throw usageError(
    'CLOCK_PROFILE',
    'a profile counts instructions in an emulated CPU; under the wall clock the guest runs on a real one, whose time they do not tell.',
    'Use --clock deterministic.',
  );
}

function unsupported(monitor: string, host: string): Error {
  return measureError(
    'PROFILE_UNSUPPORTED',
    `the monitor ${monitor} cannot count the instructions of a guest by function on the host ${host}.`,
    'Make profiles with QEMU on this machine (`--host local`); measuring works without.',
  );
}
