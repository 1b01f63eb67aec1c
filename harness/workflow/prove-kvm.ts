// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import { artifactOf, idOf } from '../core/artifact.js';
import { BenchError } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import { PATIENCE, isEmulated } from '../host/emulation.js';
import type { BootImage } from '../image/boot-image.js';
import type { Images } from '../image/images.js';
import { isBound, monitorTrust } from '../image/trust.js';
import type { ScenarioFile } from '../scenario/types.js';
import { isGuest } from '../system/types.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import { CONSOLE_BYTES } from '../vmm/types.js';
import { type LinuxQuestion, readLinuxAnswer, rememberLinuxAnswer } from './linux-answer.js';
import type { Session } from './session.js';
import type { KernelSources } from '../plan/source.js';

/** An app that is part of every installation, and needs nothing. */
const APP = 'hello';

/** Longest life of the guest, ms: KVM is done with it in a fraction of a second; on an emulated host that is busy it takes longer. */
export const LINUX_LIMIT_MS = 10_000;

/** Of a run in which nothing could prove more; it is not remembered. */
const NO_LINUX: KvmAnswer = {
  kvm: true,
  kvmReason:
    'a tiny guest runs under it, but no system of the run is a Linux that would prove more (--clock wall takes it nevertheless).',
  unproven: true,
};

/** The answer for a run without a Linux, where no other answer is remembered. */
export function answerWithoutLinux(
  systems: readonly string[],
  { catalogue }: Environment,
): KvmAnswer | undefined {
  return systems.length > 0 && systems.every((name) => isGuest(catalogue.resolve(name)))
    ? NO_LINUX
    : undefined;
}

/** What is booted to find out. */
export interface LinuxProof extends LinuxQuestion {
  /** Systems of the run; the one whose kernel is there first is booted. */
  systems: readonly string[];
  kernelSource?: KernelSources | undefined;
}

/**
 * Finds out whether KVM runs Linux on a host: boots the first kernel that a run has. A `/dev/kvm` that runs a tiny guest may
 * still lack an instruction that Linux needs. The answer is remembered per host, monitor and version. See {@link answerWithoutLinux}.
 * @throws BenchError when none of the kernels can be made; an AbortError when interrupted.
 */
export async function proveLinux(
  proof: LinuxProof,
  environment: Environment,
  { progress, signal }: Session,
): Promise<KvmAnswer> {
  const remembered = await readLinuxAnswer(proof);
  if (remembered !== undefined) return remembered;
  const unproven = answerWithoutLinux(proof.systems, environment);
  if (unproven !== undefined) return unproven;
  const { kernelSource } = proof;
  const systems = proof.systems.filter((name) => !isGuest(environment.catalogue.resolve(name)));
  const factor = (await isEmulated(proof.host, proof.monitor)) ? PATIENCE : 1;
  const patience = factor === 1 ? undefined : factor;
  const images = environment.images({ clock: 'wall', kernelSource, patience, progress, signal });
  const scenario = { ...(await environment.scenarios.load('boot')), memory_mib: 256 };
  try {
    const order = await images.order(systems);
    const built = order.filter((name) => environment.catalogue.resolve(name).kind === 'linux');
    // One that somebody brings may lack what a boot needs: it is asked where there is no other.
    const candidates = [...new Set([...built, ...order])];
    const { system, image } = await firstImage(images, candidates, scenario);
    progress.step('asking whether KVM runs Linux');
    const timeoutMs = LINUX_LIMIT_MS * factor;
    const result = await bootOnce(proof, image, { memoryMib: scenario.memory_mib, timeoutMs }, signal);
    const answer = answerOf(system, result);
    // Whoever ended the monitor said nothing about KVM.
    if (result.killed !== true) await rememberLinuxAnswer(proof, answer);
    return answer;
  } finally {
    images.stop();
  }
}

/** The image of the first system that can be made. */
async function firstImage(
  images: Images,
  candidates: readonly string[],
  scenario: ScenarioFile,
): Promise<{ system: string; image: BootImage }> {
  let refusal: unknown = new Error('a run without systems');
  for (const system of candidates) {
    try {
      return { system, image: await images.image(system, APP, scenario) };
    } catch (error) {
      if (!(error instanceof BenchError) || error.scope !== 'cell') throw error;
      // The cells of this system will say so; another kernel proves as much.
      refusal = error;
    }
  }
  throw refusal;
}

async function bootOnce(
  { host, monitor }: LinuxQuestion,
  image: BootImage,
  { memoryMib, timeoutMs }: Pick<BootRequest, 'memoryMib' | 'timeoutMs'>,
  signal: AbortSignal,
): Promise<BootResult> {
  const files = (['kernel', 'disk'] as const).map((role) => artifactOf(image.artifacts, role));
  for (const one of files) await host.put(one, signal);
  const request: BootRequest = {
    ...{ monitor, clock: 'wall', idle: 'real', observer: 'frames' },
    artifacts: files.map(idOf),
    cmdline: `${image.cmdline} ${image.diskRoot}`,
    memoryMib,
    ...{ timeoutMs, consoleBytes: CONSOLE_BYTES },
    ...{ expects: image.expects, bound: isBound([...image.trust, ...monitorTrust(monitor)]) },
  };
  return await host.boot(request, signal);
}

function answerOf(system: string, { failure }: BootResult): KvmAnswer {
  return failure === undefined
    ? { kvm: true, kvmReason: `the kernel of ${system} booted and ended under KVM.` }
    : {
        kvm: false,
        kvmReason: `a tiny guest runs under it, the kernel of ${system} does not: ${failure.message}`,
      };
}
