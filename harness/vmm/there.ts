// SPDX-License-Identifier: Apache-2.0
import type { Abilities } from '../confine/abilities.js';
import type { HostProgram } from '../confine/program.js';

/** QEMU's filter of system calls on a host. */
export interface QemuSandbox {
  /** Words of the command line that turn it on; none where it cannot be had. */
  words: readonly string[];
  /** Why it cannot be had. */
  refused?: string | undefined;
}

/** A QEMU on the host where it is to run, and what confines it there. */
export interface QemuThere {
  /** First of its words. */
  name: string;
  found: HostProgram;
  /** Path of `confine`. */
  helper: string;
  abilities: Abilities;
  sandbox: QemuSandbox;
  /** Stands for the process that starts it; this one when missing. */
  parent?: string | undefined;
}
