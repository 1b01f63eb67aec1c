// SPDX-License-Identifier: Apache-2.0
import type { VmSpec } from './types.js';

/** What a monitor needs on a machine that has nothing but a Linux kernel with KVM, and how it is called there. */
export interface CarriedMonitor {
  /** Packages of its program and of what that opens by name; libraries come with it. */
  packages: readonly string[];
  /** Path of its program. */
  program: string;
  /** Paths of what the program opens by name, such as firmware. */
  files: readonly string[];
  /** Its version, in the bytes of its program; nothing for another program. */
  versionIn: (program: Buffer) => string | undefined;
  /** Its command line for a machine under KVM whose console is its standard output, its own name first. */
  argv: (spec: VmSpec) => string[];
  /** With one of these words on standard error it says that it will not end by itself any more. */
  fatal: readonly string[];
}
