// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BootRequest } from '../boot/request.js';
import { artifactOf, idOf } from '../core/artifact.js';
import { writeAtomic } from '../core/files.js';
import { digestOf, prettyJson } from '../core/json.js';
import { cacheRoot } from '../core/paths.js';
import type { Environment } from '../environment/environment.js';
import type { Host } from '../host/types.js';
import { readAnswer } from '../vmm/kvm-probe.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { Session } from './session.js';

/** An app that is part of every installation, and needs nothing. */
const APP = 'hello';

/** A guest that KVM runs is done in a fraction of a second, on an emulated host in a few. */
const LIMIT_MS = 10_000;

/** What is booted to find out. */
export interface LinuxProof {
  host: Host;
  monitor: string;
  /** Systems of the run; the one whose kernel is there first is booted. */
  systems: readonly string[];
  kernelSource?: string | undefined;
}

/**
 * Finds out whether KVM runs Linux on a host: boots the first kernel that a run has. A `/dev/kvm` that runs a tiny guest may
 * still lack an instruction that Linux needs. The answer is remembered per host, monitor and version.
 */
export async function proveLinux(
  { host, monitor, systems, kernelSource }: LinuxProof,
  environment: Environment,
  { progress, signal }: Session,
): Promise<KvmAnswer> {
  const { version } = await host.monitor(monitor);
  const key = digestOf({ host: await host.identity(), monitor, version, proof: 1 });
  const file = join(cacheRoot(), 'probe', `linux-${key.slice(0, 16)}.json`);
  const remembered = await readAnswer(file);
  if (remembered !== undefined) return remembered;
  const images = environment.images({ clock: 'wall', kernelSource, progress, signal });
  try {
    const [first = ''] = await images.begin(systems);
    const scenario = { ...(await environment.scenarios.load('boot')), memory_mib: 256 };
    const image = await images.image(first, APP, scenario);
    progress.step('asking whether KVM runs Linux');
    const files = (['kernel', 'disk'] as const).map((role) => artifactOf(image.artifacts, role));
    for (const one of files) await host.put(one, signal);
    const request: BootRequest = {
      ...{ monitor, clock: 'wall', idle: 'real', observer: 'frames' },
      artifacts: files.map(idOf),
      cmdline: `${image.cmdline} ${image.diskRoot}`,
      memoryMib: scenario.memory_mib,
      timeoutMs: LIMIT_MS,
    };
    const { result } = await host.boot(request, signal);
    const answer = answerOf(first, result.failure?.message);
    await writeAtomic(file, prettyJson(answer));
    return answer;
  } finally {
    images.stop();
  }
}

function answerOf(system: string, failure: string | undefined): KvmAnswer {
  return failure === undefined
    ? { kvm: true, kvmReason: `the kernel of ${system} booted and ended under KVM.` }
    : { kvm: false, kvmReason: `a tiny guest runs under it, the kernel of ${system} does not: ${failure}` };
}
