// SPDX-License-Identifier: Apache-2.0
import type { ArtifactId } from '../core/artifact.js';
import type { Machine } from '../core/names.js';
import type { Clock } from '../metric/types.js';
import type { ConsoleScript } from '../system/guest/types.js';

/** What a guest was told to do, as far as its report must show it. */
export interface ExpectedReport {
  /** Names of the checks that must pass, in order. */
  checks: readonly string[];
  /** Names of the programs that it runs beside the app, in order. */
  clients: readonly string[];
  /** True when the app reports the time of its own first instruction. */
  reportsMain: boolean;
  /** Frequency of the counter that it was told, Hz; missing when it is to find out. */
  tscHz?: number | undefined;
  /** All its time limits together, ms of the guest. */
  limitMs: number;
}

/** What tells that a guest is ready, right and done: `frames` are those of our PID 1 on the serial console; a guest without it is read by a script. */
export type ObserverRequest = 'frames' | ConsoleScript;

/** A program on the host that loads the app in the guest. */
export interface LoadClient {
  /** Name under which its output is reported. */
  name: string;
  /** Program and arguments; relative paths are below the folder of the `clients` artefact. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** A load from the host. */
export interface HostLoad {
  /** Run one after the other. */
  clients: readonly LoadClient[];
  /** TCP port of the app; it must accept a connection before the first client begins. */
  port: number;
  /** CPU of the host on which the clients stay. */
  cpu: number;
  /**
   * For a guest in which nobody waits for the host: the app is ready once its port takes a connection, and the guest, which serves on, is ended
   * behind the load. Missing where `wait-notify` in the guest says that the app is ready, and ends it.
   */
  knock?: Knock;
}

/** How an app is asked from outside whether it is ready. */
export interface Knock {
  /** Time from the start of the boot in which its port must take a connection, ms of the host. */
  withinMs: number;
}

/** How the instructions of a boot are counted. */
export interface BootProfile {
  /** Whether calls are followed too. */
  tree: boolean;
}

/**
 * One boot, as data: it can be written to disk, sent to another machine, and made there. What it names by digest must have
 * been given to the host before. What it does not have is left out, so that it equals what JSON makes of it.
 */
export interface BootRequest {
  /** Name of the monitor that runs the guest. */
  monitor: string;
  /** Machine of the guest; microvm when missing. */
  machine?: Machine;
  clock: Clock;
  /**
   * How time passes while the guest idles under the deterministic clock: `skipped` to its next timer, or `real`, as on the
   * host, which a guest needs that waits for a disk.
   */
  idle: 'skipped' | 'real';
  /** `kernel`, mostly one of `initrd` and `disk`, with `disk` maybe `modules`, and `clients` when there is a load from the host. */
  artifacts: readonly ArtifactId[];
  /** True for a kernel that finds its devices by ACPI only; on the command line when missing. */
  acpi?: boolean;
  /** True for a kernel that knows devices on microvm by the virtio standard 1.0 only, and not as they were before. */
  modernVirtio?: boolean;
  /** Complete kernel command line, the root device included. */
  cmdline: string;
  memoryMib: number;
  /** Longest life on the host's clock, ms. */
  timeoutMs: number;
  /** The guest is stopped when it prints more on its console, bytes. */
  consoleBytes: number;
  observer: ObserverRequest;
  /** What its report is compared with. */
  expects: ExpectedReport;
  /**
   * True when a report must have the nonce of the boot; false for a kernel that cannot give it to PID 1: then the report rests
   * on trust in the app.
   */
  bound: boolean;
  /** CPUs of the host on which the monitor and its virtual CPU stay; anywhere when missing. */
  cpus?: readonly number[];
  /** With it instructions are counted, by the artefacts `plugin` and `watch`; the guest does not notice. */
  profile?: BootProfile;
  /** With it the guest has a network card, in a network of its own for the two of them; without it none. */
  load?: HostLoad;
}
