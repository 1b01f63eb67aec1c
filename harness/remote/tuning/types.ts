// SPDX-License-Identifier: Apache-2.0

/**
 * CPUs by number, as the kernel writes them: `0-2,5`.
 * @pattern ^[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?){0,99}$
 */
export type CpuList = string;

/**
 * Name of a governor.
 * @pattern ^[a-z][a-z_-]{0,29}$
 */
export type GovernorName = string;

/** What a host is set to while it is measured, and from which it goes back afterwards. What is missing stays as it is. */
export interface Tuning {
  /** How the frequency of all CPUs is chosen, e.g. `performance`. */
  governor?: GovernorName | undefined;
  /** Whether CPUs may run above their base frequency. */
  turbo?: boolean | undefined;
  /** Whether cores run two threads each. Turned off, the second CPU of each core is gone. */
  smt?: boolean | undefined;
  /** Transparent huge pages. */
  thp?: 'always' | 'madvise' | 'never' | undefined;
  /** Whether equal pages are merged. */
  ksm?: boolean | undefined;
  /** Whether a counter of each CPU looks for CPUs that hang. */
  nmiWatchdog?: boolean | undefined;
  /** CPUs that answer interrupts, the others being left alone where the kernel can do that. */
  irqCpus?: CpuList | undefined;
  /** CPUs that are kept from all other processes, by a partition of cgroup v2 (`cpuset.cpus.partition`). */
  isolateCpus?: CpuList | undefined;
}

/** What became of one of these. */
export interface TuningOutcome {
  what: keyof Tuning;
  /** As it was to be, in the kernel's words. */
  wanted: string;
  /** As it was, each different value once; empty when it cannot be read. */
  before: string[];
  /** As it is now. */
  now: string[];
  state: 'set' | 'already' | 'not set';
  /** Why it could not be set; of many files the first few reasons. */
  reasons: string[];
}
