// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../core/foreign.js';
import type { Machine } from '../core/names.js';
import type { Protection } from '../confine/protection.js';
import type { Clock } from '../metric/types.js';

/** What a guest may print on its serial console where nobody says otherwise, bytes; a boot prints a few thousand. */
export const CONSOLE_BYTES = 64 * 1024 * 1024;

/** What a plugin may write of a boot, bytes: more than one with all the calls that it follows. */
export const PROFILE_BYTES = 512 * 1024 * 1024;

/** A tap device that a guest's network card is connected to. */
export interface VmTap {
  name: string;
  /** Prefix of a command that is to run in the network namespace of the device. */
  enter: readonly string[];
}

/** How the instructions of a guest are counted. */
export interface VmProfile {
  /** Path of the plugin, which must fit the monitor. */
  plugin: string;
  /** Path of what it has to look for. */
  watch: string;
  /** File that it writes. */
  out: string;
  /** More it does not write, bytes. */
  most: number;
  /** Whether calls are followed too. */
  tree: boolean;
}

/** Looks at a console while its guest runs. */
export interface ConsoleWatch {
  /** Takes what has been added, in pieces of any size. */
  take(chunk: Uint8Array): void;
  /** True for a guest that will not end by itself any more. */
  isLost(): boolean;
}

/** What makes a machine a host for others: it is emulated as fast as can be, serves a port, and stays when it resets itself. */
export interface VmHost {
  /** Port of this machine's loopback interface that leads to port 22 of the host. Nothing leads from it to anywhere. */
  port: number;
  /** Second disk, which it may only read: what is its own, such as its keys. */
  given: string;
  /** Virtual CPUs; of more than one nobody has shown yet that KVM on them is sound. */
  processors: number;
}

/** One virtual machine to run. All paths are absolute. */
export interface VmSpec {
  kernel: string;
  /** Machine type; microvm when missing. */
  machine?: Machine | undefined;
  /** Program of the monitor, where the system brings it. */
  program?: string | undefined;
  /** Root in memory (deterministic clock), or what a kernel loads before it has its disk. */
  initramfs?: string | undefined;
  /** Root as an ext2 image on virtio-blk; never written to. */
  disk?: string | undefined;
  /** True when ACPI tells the guest of its devices. */
  acpi?: boolean | undefined;
  /** True when devices on microvm are to be those of the virtio standard 1.0 only. */
  modernVirtio?: boolean | undefined;
  cmdline: string;
  memoryMib: number;
  /** `none`: nothing is measured of it. */
  clock: Clock | 'none';
  /** Makes it a host for others; with the clock `none`. */
  host?: VmHost | undefined;
  /** True when idle time must pass as on the host's clock: for a disk, which answers in the host's time. */
  waitsForHost?: boolean | undefined;
  /** Longest life on the host's clock, ms. */
  timeoutMs: number;
  /** UUID of the machine, which a guest can read by port I/O only; all zeros when missing. */
  uuid?: string | undefined;
  /** File that receives the serial console, byte for byte. */
  consolePath: string;
  /** A guest that prints more is stopped; {@link CONSOLE_BYTES} when missing. */
  consoleBytes?: number | undefined;
  /** CPUs of the host on which the VMM and its virtual CPU stay; anywhere when missing. */
  cpus?: readonly number[] | undefined;
  /** Network card; none when missing. */
  tap?: VmTap | undefined;
  /** Counts instructions; only under the deterministic clock. Then a guest's end is told to the monitor before it is killed. */
  profile?: VmProfile | undefined;
  /** Text on the console whose first arrival is timed, under the wall clock. */
  awaited?: string | undefined;
  /** Looks at the console twice a second; a guest that is lost is ended. */
  watch?: ConsoleWatch | undefined;
}

/** Why a run is no result. */
export interface VmFault {
  /** Stable code. */
  code: string;
  /** What happened, one sentence. */
  message: string;
  /** What to do next, one sentence. */
  next: string;
}

/** How the VMM process ended. */
export interface VmExit {
  /**
   * `lost` and `console-limit`: the guest was stopped. `gave-up`: the VMM ended itself because the guest did what it cannot emulate. `kvm-failed`: the host's KVM stopped the
   * machine, or refused it; `stderr` has the line that says so.
   */
  kind: 'exited' | 'timeout' | 'lost' | 'console-limit' | 'gave-up' | 'kvm-failed' | 'vmm-failed';
  /** Exit status when `exited`. */
  status?: number;
  /** Signal that ended the VMM, when one did. */
  signal?: string;
  /** The last of what the VMM itself printed, 64 KiB at most. */
  stderr: Foreign;
  /** What it says of why its guest failed, where it knows; of a guest that did what it should it says nothing. */
  guestFault?: VmFault | undefined;
  /** Full command line. */
  argv: string[];
  /**
   * From the execution of the VMM to the arrival of the first byte of `awaited`, ns of the host's clock. Missing under the
   * deterministic clock, and when the text never came.
   */
  awaitedNs?: number;
  /** From the making of the machine to a sign of PID 1, ns, by a timer of the VMM's own; missing without one. */
  timerNs?: number;
  /** What the VMM's own records have against the run. */
  fault?: VmFault;
  /** Life of the process on the host's clock, ms. */
  hostMs: number;
}

/**
 * What ends a run of a guest on purpose. `debug-exit`: a byte for isa-debug-exit; `reset`: the guest resets its machine; `return`: the app
 * ends, and the monitor with its status.
 */
export type Ending = 'debug-exit' | 'reset' | 'return';

/** A device that a monitor gives its guests. */
export type Device = 'serial' | 'virtio-blk' | 'virtio-net';

/** What a monitor can load as a kernel. */
export type KernelFormat = 'elf-pvh' | 'bzimage' | 'elf-hermit' | 'elf-solo5';

/** What a monitor can do on any host that has it. Whether KVM works is a question about the host. */
export interface MonitorTraits {
  readonly name: string;
  /** Clocks under which it can run guests; `wall` needs KVM. */
  readonly clocks: readonly Clock[];
  readonly endings: readonly Ending[];
  readonly devices: readonly Device[];
  readonly kernels: readonly KernelFormat[];
  /** Whether it can count instructions; only some of its builds may. */
  readonly profiles?: boolean | undefined;
}

/** Runs virtual machines on this machine. Another VMM is another object of this shape. */
export interface Monitor extends MonitorTraits {
  /** How it is put on a machine that has nothing; missing for one that cannot be. */
  readonly carried?: CarriedMonitor | undefined;
  /**
   * Its version as it prints it, e.g. `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`.
   * @throws BenchError when it is not there (exit 3).
   */
  version(): Promise<string>;
  /** What keeps it from this host should a guest take it over. */
  protection(signal?: AbortSignal): Promise<Protection>;
  /** Command line for a machine, program first. */
  argv(spec: VmSpec): Promise<string[]>;
  /** Runs a machine to its end; never leaves a process behind, even when this process is killed. */
  run(spec: VmSpec, signal?: AbortSignal): Promise<VmExit>;
}

/** What a monitor needs on a machine that has nothing but a Linux kernel with KVM, and how it is called there. */
export interface CarriedMonitor {
  /** Packages of its program and of what that opens by name; libraries come with it. */
  packages: readonly string[];
  /** A file of this machine that is its program, linked statically, for one without packages. */
  own?: OwnMonitor | undefined;
  /** Path of its program there. */
  program: string;
  /** Paths of what the program opens by name, such as firmware. */
  files: readonly string[];
  /** Its version, in the bytes of its program; nothing for another program. */
  versionIn: (program: Buffer) => string | undefined;
  /** Its command line for a machine under KVM whose console is its standard output, its own name first. */
  argv: (spec: VmSpec) => string[];
  /** Files that it has of a machine beside those of the spec, there. */
  made?: ((spec: VmSpec) => MadeFile[]) | undefined;
  /** With one of these words on standard error it says that it will not end by itself any more. */
  fatal: readonly string[];
}

/** A monitor's program on this machine. */
export interface OwnMonitor {
  path: string;
  /** Its version, as it prints it. @throws BenchError when it is not there (exit 3). */
  version: () => Promise<string>;
}

/** A file that is made for one machine. */
export interface MadeFile {
  path: string;
  text: string;
}
