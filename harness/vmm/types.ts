// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';

/** A tap device that a guest's network card is connected to. */
export interface VmTap {
  name: string;
  /** Prefix of a command that is to run in the network namespace of the device. */
  enter: readonly string[];
}

/** One virtual machine to run. All paths are absolute. */
export interface VmSpec {
  kernel: string;
  /** Root in memory (deterministic clock). */
  initramfs?: string;
  /** Root as an ext2 image on virtio-blk; never written to. */
  disk?: string;
  cmdline: string;
  memoryMib: number;
  clock: Clock;
  /** True when idle time must pass as on the host's clock: for a disk, which answers in the host's time. */
  waitsForHost?: boolean;
  /** Longest life on the host's clock, ms. */
  timeoutMs: number;
  /** File that receives the serial console, byte for byte. */
  consolePath: string;
  /** CPUs of the host on which the VMM and its virtual CPU stay; anywhere when missing. */
  cpus?: readonly number[];
  /** Network card; none when missing. */
  tap?: VmTap;
  /** Text on the console whose first arrival is timed, under the wall clock. */
  awaited?: string;
  /** Asked with the console so far, twice a second: true ends a guest that will not end by itself any more. */
  isLost?: (console: Buffer) => boolean;
}

/** How the VMM process ended. */
export interface VmExit {
  /**
   * `gave-up`: the VMM ended itself because the guest did what it cannot emulate. `kvm-failed`: the host's KVM stopped the
   * machine, or refused it; `stderr` has the line that says so.
   */
  kind: 'exited' | 'timeout' | 'lost' | 'gave-up' | 'kvm-failed' | 'vmm-failed';
  /** Exit status when `exited`. */
  status?: number;
  /** Signal that ended the VMM, when one did. */
  signal?: string;
  /** The last of what the VMM itself printed, 64 KiB at most. */
  stderr: string;
  /** Full command line. */
  argv: string[];
  /**
   * From the execution of the VMM to the arrival of the first byte of `awaited`, ns of the host's clock. Missing under the
   * deterministic clock, and when the text never came.
   */
  awaitedNs?: number;
  /** Life of the process on the host's clock, ms. */
  hostMs: number;
}

/** What a probe found out about a VMM on this host. */
export interface VmmCapabilities {
  name: string;
  version: string;
  /** True when a guest that does what Linux needs booted and ended under KVM, at the speed of a CPU. */
  kvm: boolean;
  /** One sentence: why KVM is used or not. */
  kvmReason: string;
  /** True when that guest did all that but for its speed: the KVM of a host that is itself emulated. */
  emulated?: boolean;
}

/** How to ask for the abilities of a VMM. */
export interface ProbeOptions {
  /** True: do not believe a remembered answer. */
  again?: boolean;
}

/** Runs virtual machines. Another VMM is another object of this shape. */
export interface Vmm {
  readonly name: string;
  /** Version and abilities on this host. */
  probe(signal?: AbortSignal, options?: ProbeOptions): Promise<VmmCapabilities>;
  /** Command line for a machine, program first. */
  argv(spec: VmSpec): string[];
  /** Runs a machine to its end; never leaves a process behind, even when this process is killed. */
  run(spec: VmSpec, signal?: AbortSignal): Promise<VmExit>;
}
