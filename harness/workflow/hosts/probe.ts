// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { Environment, InventoryEntry } from '../../environment/environment.js';
import type { HostFacts } from '../../host/facts.js';
import type { HostState } from '../../host/remote/facts.js';
import type { HeldLease } from '../../remote/lease/calls.js';
import type { KvmAnswer } from '../../vmm/probe-verdict.js';
import { kvmState } from '../kvm-state.js';
import type { Session } from '../session.js';

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

/** Asks a host for everything, KVM anew, with a Linux guest where nobody measures. What it cannot be asked is its answer. */
export async function probeHost(
  { host }: InventoryEntry,
  monitor: string,
  environment: Environment,
  session: Session,
): Promise<ProbedHost> {
  const { name } = host;
  const { signal } = session;
  try {
    const { facts, state } = await host.asked();
    const { version } = await host.monitor(monitor);
    const load = await host.requireGuestNetwork(signal).then(() => undefined, reason);
    const lease = await host.lease(signal);
    const again = { again: true };
    const { tiny, linux } =
      lease === undefined
        ? await host.alone(
            {
              signal,
              note: (text) => {
                session.progress.note(text);
              },
            },
            (own) => kvmState({ host, monitor }, again, environment, { ...session, signal: own }),
          )
        : // Who measures is not to be disturbed by a guest of ours.
          { tiny: await host.kvm(monitor, { signal }) };
    const kvm = { ...(linux ?? tiny), ...(facts.emulated === true ? { emulated: true } : {}) };
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
