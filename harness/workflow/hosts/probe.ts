// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { InventoryEntry } from '../../environment/environment.js';
import type { HostFacts } from '../../host/facts.js';
import type { HostState } from '../../host/remote/facts.js';
import type { HeldLease } from '../../remote/lease/calls.js';
import type { KvmAnswer } from '../../vmm/probe-verdict.js';

/** What a host says when it is asked, or why it says nothing. */
export type ProbedHost = { name: string } & (
  | { error: Pick<BenchError, 'code' | 'message' | 'next'> }
  | {
      identity: string;
      facts: HostFacts;
      state: HostState;
      monitor: string;
      kvm: KvmAnswer;
      /** Why no load can come from it; missing where one can. */
      load?: string | undefined;
      lease?: HeldLease | undefined;
    }
);

/** Asks a host for everything, KVM anew. What it cannot be asked is its answer. */
export async function probeHost(
  { host }: InventoryEntry,
  monitor: string,
  signal: AbortSignal,
): Promise<ProbedHost> {
  const { name } = host;
  try {
    const { facts, state } = await host.asked();
    const { version } = await host.monitor(monitor);
    const kvm = await host.kvm(monitor, { again: true, signal });
    const load = await host.requireGuestNetwork(signal).then(() => undefined, reason);
    const lease = await host.lease(signal);
    return { name, identity: await host.identity(), facts, state, monitor: version, kvm, load, lease };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    const { code, message, next } = error;
    return { name, error: { code, message, next } };
  }
}

function reason(error: unknown): string {
  if (!(error instanceof BenchError)) throw error;
  return `${error.code}: ${error.message} ${error.next}`;
}
