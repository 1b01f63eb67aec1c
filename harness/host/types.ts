// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import type { Artifact } from '../core/artifact.js';
import type { Progress } from '../core/progress.js';
import type { Clock, Counted } from '../metric/types.js';
import type { TuningOutcome } from '../remote/tuning/types.js';
import type { MonitorTraits } from '../vmm/types.js';
import type { ProbeOptions } from '../vmm/kvm-probe.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';
import type { Protection } from '../confine/protection.js';
import type { CpuLayout } from './cpus.js';
import type { HostFacts } from './facts.js';

/** A monitor as a host has it. */
export interface HostMonitor extends MonitorTraits {
  version: string;
}

/** What keeps programs of others from a host. */
export interface HostProtection {
  /** From the monitor, should a guest take it over. */
  monitor: Protection;
  /** From the programs that load an app from the host. */
  clients: Protection;
}

/** Keeps the serial console of a boot, which comes byte for byte and in pieces: a guest may print more than memory holds. */
export type KeepConsole = (console: AsyncIterable<Uint8Array>) => Promise<void>;

/** Takes what was counted in a boot with a profile, as the monitor's plugin wrote it. */
export type KeepCounts = (counts: Uint8Array) => void;

/** How a host is worked on alone. */
export interface AloneWishes {
  signal: AbortSignal;
  /** Told who has the host meanwhile, what could not be set, and what could not be put back. */
  note: (text: string) => void;
  /** How long to wait for a host that somebody else has, ms; not at all when missing. */
  waitMs?: number | undefined;
}

/** What is done on a host by the only one who measures there. */
export type AloneWork<T> = (signal: AbortSignal, tuning: readonly TuningOutcome[]) => Promise<T>;

/** Where virtual machines run: this machine, or another one. It takes a boot as data and gives its result as data. */
export interface Host {
  /** Name by which the user chooses it. */
  readonly name: string;
  /** What is counted on it under the deterministic clock; the guest alone when missing. */
  readonly counts?: Counted | undefined;
  /**
   * Makes what the host itself is made of, for one that is no machine yet: done once. Whatever else is asked of it does the same, and
   * says nothing of how far it is.
   * @throws BenchError what building a kernel and a root throws.
   */
  prepare?: (progress: Progress, signal: AbortSignal) => Promise<void>;
  /** What is known of the machine; nothing here fails. */
  facts(): Promise<HostFacts>;
  /**
   * What tells this host from every other one, e.g. `local-1f0c2ab4`: values that may depend on the host are compared only
   * when it is the same.
   */
  identity(): Promise<string>;
  /** CPUs on which processes may run there. */
  cpus(): Promise<CpuLayout>;
  /** Boots that may run at the same time without showing in each other's values. */
  slots(clock: Clock): Promise<number>;
  /** @throws BenchError (exit 3) when the host does not have it. */
  monitor(name: string): Promise<HostMonitor>;
  /** Whether a monitor runs guests under KVM here, and why; asked once and remembered, unless `again` says otherwise. */
  kvm(monitor: string, options?: ProbeOptions & { signal?: AbortSignal }): Promise<KvmAnswer>;
  /** What keeps a monitor, and the clients of a load, from this host. @throws BenchError (exit 3) when that cannot be asked. */
  protection(monitor: string, signal?: AbortSignal): Promise<HostProtection>;
  /** @throws BenchError (exit 3) when a load from this host cannot be made. */
  requireGuestNetwork: (signal?: AbortSignal) => Promise<void>;
  /**
   * Works on the host as the only one who measures there, where others may: they wait, or are refused.
   * @param work its signal ends when the host is somebody else's, or with the caller's; it is told what became of each setting of the host.
   * @throws BenchError (exit 3) `LEASE_HELD`, `LEASE_LOST`, and what taking a lease and setting the host throw; what the work throws.
   */
  alone: <T>(options: AloneWishes, work: AloneWork<T>) => Promise<T>;
  /** Gives up what holds this process: connections. The host can be used again. */
  close: () => Promise<void>;
  /** Gives the host an artefact; one that it has already costs nothing. */
  put(artifact: Artifact, signal?: AbortSignal): Promise<void>;
  /**
   * Makes one boot, from the start of the monitor to its end. A guest that fails is a result, not an exception.
   * @param keep called once, with what the guest printed; nothing keeps it when missing.
   * @param counted called once when instructions were to be counted, unless nothing was.
   * @throws BenchError (exit 3) when nothing could be booted, and what `keep` throws; an AbortError when interrupted.
   */
  boot(
    request: BootRequest,
    signal: AbortSignal,
    keep?: KeepConsole,
    counted?: KeepCounts,
  ): Promise<BootResult>;
}
