// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../core/foreign.js';
import type { Count, FailureWord } from '../core/names.js';
import type { Clock } from '../metric/types.js';

/** How a boot ended. Anything but `ok` has an {@link BootFailure}. */
export type BootEnding =
  | 'ok'
  | 'panic'
  | 'guest-crash'
  | 'setup-failed'
  | 'app-failed'
  | 'not-ready'
  | 'check-failed'
  | 'client-failed'
  | 'timeout'
  | 'console-limit'
  | 'vmm-failed'
  | 'garbled';

/** Why a boot has no samples. */
export interface BootFailure {
  /** Stable error code, e.g. `BOOT_PANIC`. */
  code: FailureWord;
  /** What happened, one sentence. */
  message: string;
  /** What to do next, one sentence. */
  next: string;
  /** Last lines of the guest's console, oldest first. */
  console: string[];
}

/** The complete output of one program run in the guest, as it printed it. */
export interface ClientOutput {
  /** Name given in the job, e.g. `redis-benchmark`; printable, whatever the guest says. */
  name: string;
  /** Exit status, or 128 + signal. */
  status: number;
  stdout: Foreign;
  stderr: Foreign;
}

/** The output of a client that ran on the host. */
export interface HostClientOutput extends ClientOutput {
  /** Full command line, with the CPU that it was kept on. */
  argv: string[];
}

/** What the guest reported in a boot, decoded from its frames. */
export interface GuestReport {
  /**
   * Time stamp counter by event, in counts since vCPU reset: `pid1` (first instruction of PID 1), `exec` (just before the
   * app's program is executed), `main` (the app's own first instruction, when it reports it), `ready`, `done`, and
   * `frame`: the moment at which the first frame was written, for placing the others on the host's clock.
   */
  tsc: Record<string, bigint>;
  /** Frequency of the counter in Hz, as the guest determined it. */
  tscHz: bigint;
  /** Where the frequency comes from: `job`, `cpuid-15`, `hypervisor` or `calibrated`. */
  tscSource: Foreign;
  /** Outputs of the clients, in order. */
  clients: ClientOutput[];
  /** True when the app was ready. */
  ready: boolean;
  /** Number of functional checks passed; equal to the job's count when all passed. */
  checks: Count;
  /** Optional steps that this kernel could not do, one sentence each. */
  notes: Foreign[];
}

/** One VM run, as stored in `boots/<n>.json`. Immutable once written. */
export interface BootResult {
  ending: BootEnding;
  failure?: BootFailure;
  /** Missing when the guest never spoke. */
  report?: GuestReport;
  clock: Clock;
  /**
   * From the execution of the VMM to the first instruction of PID 1, ns of the host's clock. Missing where that clock does not
   * count: under the deterministic clock, unless the host is itself counted; and when the guest never reported both marks.
   */
  vmmNs?: number;
  /**
   * From the making of the machine to PID 1's sign, ns of the host's clock, by the monitor's own timer, where that is asked for: a check of
   * `vmmNs`, and no sample.
   */
  timerNs?: number;
  /** Clients that loaded the app from the host, in order; missing when none was to. */
  hostClients?: HostClientOutput[];
  /** Full VMM command line. */
  argv: string[];
  /** Command line of the monitor that counted the whole host; missing for a host that was not counted. */
  countedBy?: string[];
  /** True when a signal from elsewhere ended the VMM: that says nothing about the guest. */
  killed?: boolean;
  /** Life of the VMM process on the host's clock, ms; information only, never a sample of the deterministic clock. */
  hostMs: number;
}
