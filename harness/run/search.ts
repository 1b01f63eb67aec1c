// SPDX-License-Identifier: Apache-2.0
import type { BootEnding, BootResult } from '../boot/types.js';
import { attemptError } from '../core/errors.js';
import { cellName } from '../plan/durations.js';
import { type Verdict, bisect } from '../workload/bisect.js';
import { memoryFloor } from '../workload/memory-floor.js';
import { completeParameters } from '../workload/parameters.js';
import { requireSameImages } from './provenance.js';
import type { StepRecord, TrialName, TrialRecord } from './record.js';
import { requireKvm } from './kvm-failure.js';
import { makeBoot } from './boot.js';
import type { ReadyStep } from './context.js';

/**
 * Searches the memory floor of one cell. Every trial is a boot with its own immutable file, so that an interrupted search
 * goes on where it was. The root is a disk, as the definition wants it; time limits in the guest still count
 * instructions, so that a busy host cannot change the answer.
 */
export async function searchFloor(ready: ReadyStep): Promise<Pick<StepRecord, 'values' | 'trials'>> {
  const { scenario } = ready;
  const { resolution_mib, ceiling_mib, failing_boots } = completeParameters(memoryFloor, scenario.parameters);
  let most = 0;
  const trial = async (mib: number, boot: number): Promise<Verdict> => {
    const verdict = await tryMemory(ready, { mib, boot }, most);
    if (verdict === 'worked') most = Math.max(most, mib);
    return verdict;
  };
  const floor = await bisect({
    ceilingMib: ceiling_mib,
    resolutionMib: resolution_mib,
    impossibleMib: Math.floor((ready.image.facts.loadedEnd ?? 0) / 2 ** 20),
    failingBoots: failing_boots,
    every: ready.image.everySize,
    trial,
  });
  return { values: { 'memory.floor': floor.mib }, trials: floor.trials };
}

/** Endings that cost a minute, and come again in each boot. */
const HOPELESS: readonly BootEnding[] = ['timeout', 'not-ready', 'console-limit'];

/** A guest that reads its pages again and again until its time is over does so in each boot, and each takes a minute. */
function verdictOf({ passed, result }: Pick<TrialRecord, 'passed' | 'result'>): Verdict {
  if (passed) return 'worked';
  return HOPELESS.includes(result.ending) ? 'hopeless' : 'failed';
}

/** @param most the largest memory that has worked in this search; 0 before one has. */
async function tryMemory(ready: ReadyStep, trial: TrialName, most: number): Promise<Verdict> {
  const { folder, step, used } = ready;
  const { mib } = trial;
  const known = await folder.trial(step, trial);
  if (known !== undefined) {
    requireSameImages(`${cellName(step)} with ${mib} MiB`, known.images, used);
    return verdictOf(known);
  }
  let result = await bootTrial(ready, trial, 1);
  // A host that is busy for a minute must not decide: only a guest that is silent twice as long does not work.
  if (result.ending === 'timeout') result = await bootTrial(ready, trial, 2);
  if (result.ending === 'vmm-failed' && result.killed === true) {
    const why = result.failure?.message ?? 'the VMM was killed';
    throw attemptError(
      'TRIAL_KILLED',
      `with ${mib} MiB: ${why}`,
      'See that the host has memory to spare, then resume.',
    );
  }
  // A guest that lacks memory may run where there is none, which KVM cannot; one that does not shows what KVM lacks.
  if (mib >= most) requireKvm(`${cellName(step)} with ${mib} MiB`, result);
  const passed = result.ending === 'ok';
  await folder.writeTrial({ format: 1, step, ...trial, passed, images: used, result });
  return verdictOf({ passed, result });
}

async function bootTrial(ready: ReadyStep, trial: TrialName, patience: number): Promise<BootResult> {
  const { folder, step, scenario } = ready;
  return await makeBoot(ready, {
    ...{ root: 'disk', idle: 'real' },
    memoryMib: trial.mib,
    timeoutMs: scenario.timeout_s * 1000 * patience,
    consolePath: folder.consolePath(step, trial),
  });
}
