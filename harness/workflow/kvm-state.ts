// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment/environment.js';
import { planKernel } from '../image/kernel/build.js';
import { findSource } from '../image/kernel/source.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import { type LinuxQuestion, forgetLinuxAnswer, readLinuxAnswer } from './linux-answer.js';
import { proveLinux } from './prove-kvm.js';
import type { Session } from './session.js';

/** What is known of KVM on a host. */
export interface KvmState {
  /** Of the probe's guest. */
  tiny: KvmAnswer;
  /** Of a Linux kernel; missing where none was ever booted. */
  linux?: KvmAnswer | undefined;
}

/**
 * What is known of KVM on a host. With `again` both steps are asked anew, Linux with a kernel that the cache has: none is
 * built for it.
 * @throws BenchError `PROBE_GUEST` (exit 3) where the probe's guest cannot be made.
 */
export async function kvmState(
  question: LinuxQuestion,
  { again }: { again: boolean },
  environment: Environment,
  session: Session,
): Promise<KvmState> {
  if (again) await forgetLinuxAnswer(question);
  const { host, monitor } = question;
  const tiny = await host.kvm(monitor, { again, signal: session.signal });
  if (!tiny.kvm) return { tiny };
  if (!again) return { tiny, linux: await readLinuxAnswer(question) };
  const systems = await builtSystems(environment, session.signal);
  if (systems.length === 0) return { tiny };
  return { tiny, linux: await proveLinux({ ...question, systems }, environment, session) };
}

/** Systems whose kernel the cache has. */
async function builtSystems({ catalogue }: Environment, signal: AbortSignal): Promise<string[]> {
  const source = await findSource(undefined, { signal, fetching: 'look' }).catch(() => undefined);
  if (source === undefined) return [];
  const asked = catalogue.names().map(async (name) => {
    const system = catalogue.resolve(name);
    if (system.kind !== 'linux') return [];
    return (await planKernel(system, source.sha256)).from === 'cache' ? [name] : [];
  });
  return (await Promise.all(asked)).flat();
}
