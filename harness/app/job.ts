// SPDX-License-Identifier: Apache-2.0
import type { FunctionalCheck, Readiness } from './check-types.js';
import type { AppMount, AppSetting, AppUser, ResourceLimit } from './types.js';

/** A device node to make. */
export interface JobNode {
  path: string;
  kind: 'char' | 'block';
  major: number;
  minor: number;
  /** Permissions as a number, e.g. 0o666. */
  mode: number;
  /** True when the guest can go on without it. */
  optional: boolean;
}

/** The guest's interface to the outside. */
export interface JobInterface {
  /** Name in the guest, e.g. `eth0`. */
  name: string;
  /** IPv4 address, dotted. */
  address: string;
  /** IPv4 network mask, dotted. */
  netmask: string;
  /** IPv4 address of the default route, dotted; none when missing. */
  gateway?: string;
}

/** A program that the guest starts. */
export interface JobProgram {
  /** Absolute path and arguments. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd?: string;
  user?: AppUser;
}

/** A program that runs in the guest while the app serves. */
export interface JobClient extends JobProgram {
  /** Name under which its output is reported. */
  name: string;
  /** Guest time that it may take, ms. */
  withinMs: number;
}

/** Everything that the guest's PID 1 does in one boot, in this order. */
export interface Job {
  mounts: readonly AppMount[];
  nodes: readonly JobNode[];
  settings: readonly AppSetting[];
  limits: readonly ResourceLimit[];
  loopback: boolean;
  ethernet?: JobInterface;
  app: JobProgram & { reportsMain: boolean };
  /** True when app and clients keep all rights of the user root; otherwise they have those of a container's. */
  privileged: boolean;
  ready: Readiness;
  checks: readonly FunctionalCheck[];
  clients: readonly JobClient[];
  /** How the machine ends: QEMU's isa-debug-exit device, or a reset. */
  end: 'debug-exit' | 'reboot';
  /** Frequency of the time stamp counter in Hz; missing: the guest finds out. */
  tscHz?: bigint;
}
