// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import { BenchError } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import { PATIENCE, isEmulated } from '../host/emulation.js';
import type { BootImage } from '../image/boot-image.js';
import type { Images } from '../image/images.js';
import { monitorTrust } from '../image/trust.js';
import { filesOf, requestOf } from '../run/boot.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { type System, isGuest } from '../system/types.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import { type LinuxQuestion, readLinuxAnswer, rememberLinuxAnswer } from './linux-answer.js';
import type { Session } from './session.js';

/** An app that is part of every installation, and needs nothing. */
const APP = 'hello';

/** Longest life of the guest, ms: KVM is done with it in a fraction of a second; on an emulated host that is busy it takes longer. */
export const LINUX_LIMIT_MS = 10_000;

/** What is booted to find out. */
export interface LinuxProof extends LinuxQuestion {
  /** Systems of the run; the one whose kernel is there first is booted. */
  systems: readonly string[];
  kernelSource?: string | undefined;
}

/**
 * Finds out whether KVM runs Linux on a host: boots the first kernel that a run has. A `/dev/kvm` that runs a tiny guest may
 * still lack an instruction that Linux needs. The answer is remembered per host, monitor and version. A run without any Linux is tried with what
 * it has, which says nothing of other runs.
 * @throws BenchError when none of the kernels can be made; an AbortError when interrupted.
 */
export async function proveLinux(
  proof: LinuxProof,
  environment: Environment,
  { progress, signal }: Session,
): Promise<KvmAnswer> {
  const remembered = await readLinuxAnswer(proof);
  if (remembered !== undefined) return remembered;
  const { systems, kernelSource } = proof;
  const factor = (await isEmulated(proof.host, proof.monitor)) ? PATIENCE : 1;
  const patience = factor === 1 ? undefined : factor;
  const images = environment.images({ clock: 'wall', kernelSource, patience, progress, signal });
  const scenario = { ...(await environment.scenarios.load('boot')), memory_mib: 256 };
  try {
    const order = await images.order(systems);
    const built = order.filter((name) => environment.catalogue.resolve(name).kind === 'linux');
    // One that somebody brings may lack what a boot needs: it is asked where there is no other.
    const linux = order.filter((name) => !isGuest(environment.catalogue.resolve(name)));
    const candidates = [...new Set([...built, ...linux, ...order])];
    const { system, image } = await firstImage(images, environment.catalogue, candidates, scenario);
    const isLinux = linux.includes(system);
    progress.step('asking whether KVM runs Linux');
    const timeoutMs = LINUX_LIMIT_MS * factor;
    const result = await bootOnce(proof, image, { memoryMib: scenario.memory_mib, timeoutMs }, signal);
    const answer = isLinux ? answerOf(system, result) : guestAnswer(system, result);
    // Whoever ended the monitor said nothing about KVM, and another kernel nothing about Linux.
    if (result.killed !== true && isLinux) await rememberLinuxAnswer(proof, answer);
    return answer;
  } finally {
    images.stop();
  }
}

/** The image of the first system that can be made. */
async function firstImage(
  images: Images,
  catalogue: SystemCatalogue,
  candidates: readonly string[],
  scenario: ScenarioFile,
): Promise<{ system: string; image: BootImage }> {
  let refusal: unknown = new Error('a run without systems');
  for (const system of candidates) {
    try {
      return { system, image: await images.image(system, appOf(catalogue.resolve(system)), scenario) };
    } catch (error) {
      if (!(error instanceof BenchError) || error.scope !== 'cell') throw error;
      // The cells of this system will say so; another kernel proves as much.
      refusal = error;
    }
  }
  throw refusal;
}

/** A system with a kernel of its own may run other apps only. */
function appOf(system: System): string {
  if (!isGuest(system) || Object.hasOwn(system.apps, APP)) return APP;
  return Object.keys(system.apps)[0] ?? APP;
}

async function bootOnce(
  { host, monitor }: LinuxQuestion,
  image: BootImage,
  { memoryMib, timeoutMs }: Pick<BootRequest, 'memoryMib' | 'timeoutMs'>,
  signal: AbortSignal,
): Promise<BootResult> {
  const trust = [...image.trust, ...monitorTrust(monitor)];
  const context = {
    plan: { clock: 'wall', monitor },
    image: { ...image, trust },
    ...{ clients: undefined, pins: undefined },
  } as const;
  const files = filesOf(context, { root: 'disk' });
  for (const one of files) await host.put(one, signal);
  return await host.boot(
    requestOf(context, files, { idle: 'real', root: 'disk', memoryMib, timeoutMs }),
    signal,
  );
}

function answerOf(system: string, { failure }: BootResult): KvmAnswer {
  return failure === undefined
    ? { kvm: true, kvmReason: `the kernel of ${system} booted and ended under KVM.` }
    : {
        kvm: false,
        kvmReason: `a tiny guest runs under it, the kernel of ${system} does not: ${failure.message}`,
      };
}

/** How failures are called with which KVM may have to do: it stopped the machine, or nothing went on. */
const BY_KVM: readonly string[] = ['KVM_FAILED', 'BOOT_TIMEOUT'];

/** A guest of another kind may fail for reasons of its own, which its cells will say. */
function guestAnswer(system: string, { failure }: BootResult): KvmAnswer {
  if (failure === undefined)
    return {
      kvm: true,
      kvmReason: `the kernel of ${system} booted and ended under KVM; no Linux was tried.`,
    };
  return BY_KVM.includes(failure.code)
    ? { kvm: false, kvmReason: `a tiny guest runs under it, ${system} does not: ${failure.message}` }
    : {
        kvm: true,
        kvmReason: `a tiny guest runs under it; no Linux was tried, and ${system} failed for another reason.`,
      };
}
