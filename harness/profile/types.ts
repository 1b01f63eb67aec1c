// SPDX-License-Identifier: Apache-2.0

/** A piece of code with a name. Two of the same name are told apart by `object` and `address`. */
export interface CodeFunction {
  /** Symbol; `0x1234` (its offset in the object) where there is none. */
  name: string;
  /** `vmlinux`, `firmware`, or the path of the program or library in the image, e.g. `/usr/bin/redis-server`. */
  object: string;
  /** True for code of the kernel. */
  kernel: boolean;
  /** Where it is linked at in its object. */
  address: bigint;
  /** Folder or file of its source, e.g. `mm/memblock.c`; empty when it is not known. */
  source: string;
}

/** What happened, by name, e.g. `page_fault` or `irq 0`, and how often. */
export type EventCounts = ReadonlyMap<string, number>;

/** What a boot executed between two marks. */
export interface ProfilePhase {
  /** `before kernel`, `kernel`, `start of the app`, `load`, ... in the order of the boot. */
  name: string;
  /** Instructions: the sum over all functions. */
  instructions: number;
  /** Virtual nanoseconds: instructions, and the waiting of an idle CPU. */
  duration: number;
  /** Instructions in kernel mode addresses. */
  kernelInstructions: number;
  /** Self instructions by function; index into {@link Profile.functions}. */
  flat: ReadonlyMap<number, number>;
  events: {
    /** `from -> to`, by what the tasks are. */
    switches: EventCounts;
    interrupts: EventCounts;
    exceptions: EventCounts;
    softirqs: EventCounts;
    syscalls: EventCounts;
    /** Times that the CPU went idle. */
    idle: number;
    /** Iterations of string instructions with a `rep` prefix. */
    repeats: number;
  };
  /** Calls, when the tree was recorded. */
  tree: CallNode | undefined;
}

/** A function as it was reached. */
export interface CallNode {
  /** Index into {@link Profile.functions}; -1 for the root and for a frame that is no function. */
  function: number;
  /** `task`, `call`, `syscall`, `exception`, `interrupt`; the root is `phase`. */
  kind: 'phase' | 'task' | 'call' | 'syscall' | 'exception' | 'interrupt';
  /** What a reader sees: the function's name, the task's name, `irq 0`, `page_fault`. */
  label: string;
  /** Instructions of the function itself in this place. */
  self: number;
  /** Instructions of itself and of what it called. */
  total: number;
  /** How often it was entered here. */
  calls: number;
  children: readonly CallNode[];
}

/** An exact profile of one boot under the deterministic clock. */
export interface Profile {
  format: 1;
  scenario: string;
  system: string;
  app: string;
  functions: readonly CodeFunction[];
  phases: readonly ProfilePhase[];
}
