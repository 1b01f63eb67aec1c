// SPDX-License-Identifier: Apache-2.0

/** A piece of code with a name. Two of the same name are told apart by `object` and `address`. */
export interface CodeFunction {
  /** Symbol; `0x1234` (its offset in the object) where there is none. */
  name: string;
  /**
   * `vmlinux`, the path of the program or library in the image, e.g. `/usr/bin/redis-server`, or what it is in brackets:
   * `[firmware]`, `[vdso]`, `[generated]` for code that is in no file.
   */
  object: string;
  /** True for code of the kernel and of the firmware, false for code of programs. */
  kernel: boolean;
  /** Where it is linked at in its object. */
  address: bigint;
  /**
   * File of its source, e.g. `mm/memblock.c`; as the symbol table has it, e.g. `memblock.c`, where its folder is not known; empty
   * when nothing is.
   */
  source: string;
}

/** What happened, by name, e.g. `page_fault` or `irq 0`, and how often. */
export type EventCounts = ReadonlyMap<string, number>;

/** What a boot executed between two marks. */
export interface ProfilePhase {
  /**
   * `before the kernel` (firmware), `kernel` (to the first instruction of PID 1), `start` (until the app is ready), `checks`,
   * `load` (while a client runs), `after load`, `end`; in the order of the boot. With several clients there is `load <client>` and
   * `after <client>` for each.
   */
  name: string;
  /** Instructions: the sum over all functions. */
  instructions: number;
  /**
   * Virtual nanoseconds: instructions, and the waiting of an idle CPU. Missing where the CPU was idle in a phase whose ends the
   * guest did not report.
   */
  duration: number | undefined;
  /** Instructions in kernel mode addresses. */
  kernelInstructions: number;
  /** Requests that were served in it, for a load that counts them. */
  requests?: number | undefined;
  /** Self instructions by function; index into {@link Profile.functions}. */
  flat: ReadonlyMap<number, number>;
  events: ProfileEvents;
  /** Calls, when the tree was recorded. */
  tree: CallNode | undefined;
}

/** What happened in a phase beside instructions. */
export interface ProfileEvents {
  /** `from -> to`, by what the tasks are. */
  switches: EventCounts;
  interrupts: EventCounts;
  exceptions: EventCounts;
  softirqs: EventCounts;
  /** `0 read`: number and name. */
  syscalls: EventCounts;
  /** Times that the CPU went idle. */
  idle: number;
  /** Iterations of string instructions with a `rep` prefix. */
  repeats: number;
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
  /** Values that the same boot gave, by metric; missing where it was not read for any. */
  metrics?: Readonly<Record<string, number>> | undefined;
  /** What a reader must know, e.g. a program whose symbols could not be read; one sentence each. */
  notes?: readonly string[] | undefined;
  /** Where the names of stripped programs are from; only of those that were executed. */
  symbols?: readonly SymbolSource[] | undefined;
  functions: readonly CodeFunction[];
  phases: readonly ProfilePhase[];
}

/** Where the names of a stripped program are from. */
export interface SymbolSource {
  /** Path of the program, as functions have it. */
  object: string;
  /** What its linker wrote into it, in hexadecimal; empty where it did not. */
  buildId: string;
  /** Package with its version and digest, and whether names are from debug symbols or by equal code; empty where there are none. */
  from: string;
}
