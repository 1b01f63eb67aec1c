// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import type { Host } from '../../host/types.js';
import type { Pins } from '../pinning.js';
import { KVM_FAILED } from '../kvm-failure.js';
import type { MemberState } from './member-state.js';

/** Failures in a row after which a host is taken out. */
const STRIKES = 3;

/** Codes of what does not pass: the host is gone, somebody else's, full, or not what it says. */
const LASTING =
  /^(SSH_|LEASE_|STATE_|TUNING_|TUNED_|QEMU_)|^(HOST_DISK_FULL|HOST_ODD|HOST_REBOOTED|LEFTOVERS|HOST_NOISY)$/;

/** A host of a fleet, and what became of it. */
export class Member {
  readonly host: Host;
  /** CPUs on which its processes stay. */
  pins: Pins | undefined;
  /** True when its times mean nothing. */
  emulated = false;
  state: MemberState;
  #strikes = 0;
  readonly #gone = new AbortController();

  constructor(host: Host) {
    this.host = host;
    this.state = { name: host.name, is: 'waiting', made: 0 };
  }

  /** Ends when it is taken out. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Says what it does, unless it is out. */
  is(what: Exclude<MemberState['is'], 'out'>, doing?: string): void {
    if (!this.gone.aborted) this.state = { ...this.state, is: what, doing };
  }

  /** Takes it out, with its reason; the first one counts. */
  takeOut(error: BenchError): void {
    if (this.gone.aborted) return;
    this.state = { ...this.state, is: 'out', doing: undefined, why: `${error.code}: ${error.message}` };
    this.#gone.abort(error);
  }

  /** Why it was taken out. */
  get why(): BenchError | undefined {
    return this.gone.reason instanceof BenchError ? this.gone.reason : undefined;
  }

  /** It failed at something; true when that was once too often. */
  strike(error: BenchError): boolean {
    this.#strikes += 1;
    if (this.#strikes >= STRIKES || error.code === KVM_FAILED || LASTING.test(error.code))
      this.takeOut(error);
    return this.gone.aborted;
  }

  /** It made a step. */
  succeed(): void {
    this.#strikes = 0;
    this.state.made += 1;
  }
}

/**
 * A host of which every failure is told apart from those of its guests, which are results, and from ours: where it could not boot, nothing
 * is recorded of the guest.
 * @param failed called with each.
 */
export function watched(host: Host, failed: (error: BenchError) => void): Host {
  const watch = async <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      // What concerns the whole run is not of this host: our own disk, a defect.
      if (signal?.aborted === true || !(error instanceof BenchError)) throw error;
      if (error.scope === 'run' && error.code !== 'HOST_REBOOTED') throw error;
      const { code, message, next, exit } = error;
      const told = new BenchError({ code, message, next, exit, scope: 'attempt', cause: error });
      failed(told);
      throw told;
    }
  };
  return {
    ...host,
    put: async (artifact, signal) => {
      await watch(signal, () => host.put(artifact, signal));
    },
    boot: async (request, signal, keep, counted) =>
      await watch(signal, () => host.boot(request, signal, keep, counted)),
  };
}
