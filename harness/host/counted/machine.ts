// SPDX-License-Identifier: Apache-2.0
import type { Artifact } from '../../core/artifact.js';
import { digestOf } from '../../core/json.js';
import type { CountedRoot } from '../../image/kvm-host/counted-root.js';
import type { CarriedMonitor } from '../../vmm/types.js';
import type { Monitor } from '../../vmm/types.js';

/** Name by which the user chooses the counted host. */
export const COUNTED = 'deterministic-kvm';

/** Raise when equal boots begin to give other values. */
const DEFINITION = 1;

/** The kernel of a counted host. */
export interface CountedKernel {
  artifact: Artifact;
  /** Version of its source. */
  version: string;
  cmdline: string;
}

/** A KVM host that is counted as a whole, as it is before any boot. */
export interface CountedMachine {
  /** Emulates it, and counts. */
  outer: Monitor;
  outerVersion: string;
  /** Runs guests on it. */
  inner: CarriedMonitor;
  /** Its name. */
  monitor: string;
  kernel: CountedKernel;
  root: CountedRoot;
}

/** What can be seen of it in a value, in a short word. */
export function countedIdentity({ outer, outerVersion, kernel, root }: CountedMachine): string {
  const parts = {
    definition: DEFINITION,
    outer: [outer.name, outerVersion],
    kernel: [kernel.artifact.sha256, kernel.cmdline],
    root: root.sha256,
  };
  return `${COUNTED}-${digestOf(parts).slice(0, 8)}`;
}

/** Memory of the host beside its guest's and its own files', MiB: kernel, monitor, and the longest console. */
const OWN_MIB = 448;

/** In large steps: a kernel that is a little longer has the same host as the others, and its memory shows in its values. */
const STEP_MIB = 512;

/** Memory of the smallest host, MiB. */
export const LEAST_MIB = 1024;

/** Memory of a host that has a guest and files of so many bytes, which are there twice while it unpacks them, MiB. */
export function countedMemoryMib(guestMib: number, fileBytes: number): number {
  const needed = guestMib + OWN_MIB + 2 * Math.ceil(fileBytes / 2 ** 20);
  return Math.max(LEAST_MIB, STEP_MIB * Math.ceil(needed / STEP_MIB));
}
