// SPDX-License-Identifier: Apache-2.0

/** Code that was run from its first instruction on. */
export interface RawBlock {
  /** Index among all blocks. */
  id: number;
  address: bigint;
  /** Run before any address of the kernel's own. */
  early: boolean;
  /** Its last instruction is an iteration of a string instruction. */
  repeats: boolean;
  /** Bytes of each instruction. */
  sizes: Uint8Array;
  bytes: Buffer;
}

/** How often the instructions of a block were executed. */
export interface RawCount {
  block: RawBlock;
  /** Of the first instruction. */
  first: number;
  /** Index of an instruction that differs from the one before it, and its count; in order. */
  changes: readonly (readonly [index: number, count: number])[];
}

/** What was executed between two marks. */
export interface RawPhase {
  /** The mark with which it begins; `reset` for the first one. */
  mark: string;
  /** Times that the CPU went idle. */
  idle: number;
  counts: RawCount[];
  /** Numbers of two tasks, and how often was switched from one to the other. */
  switches: (readonly [from: number, to: number, times: number])[];
}

/** What tells what a task is. */
export interface RawTask {
  number: number;
  /** Address of the function that a kernel thread is for; 0 where none is known. */
  function: bigint;
  /** Blocks of its program, from different places. */
  blocks: readonly RawBlock[];
}

/** Kinds of nodes, by the number that the plugin gives them. */
export const NODE_KINDS = ['phase', 'task', 'call', 'syscall', 'fault', 'trap', 'interrupt'] as const;

/** A function as it was reached. */
export interface RawNode {
  /** Index among all nodes. */
  id: number;
  /** Undefined for a phase. */
  parent: RawNode | undefined;
  kind: (typeof NODE_KINDS)[number];
  /** Block that called; undefined where nothing did. */
  caller: RawBlock | undefined;
  /** The first block of it; undefined for a phase and a task. */
  entry: RawBlock | undefined;
  /** Number of a phase or a task; 0 for all else. */
  number: number;
  calls: number;
}

/** Numbers for each {@link RawProfile.selves}. */
export const SELF_NUMBERS = 5;

/** What the plugin wrote. */
export interface RawProfile {
  phases: RawPhase[];
  blocks: RawBlock[];
  tasks: RawTask[];
  /** Parents before their children; empty where the tree was not recorded. */
  nodes: RawNode[];
  /**
   * Instructions of blocks that were run in nodes, {@link SELF_NUMBERS} numbers each, because there are millions: index of the node, index
   * of the block, its first instruction and how many, and how often.
   */
  selves: number[];
  /** Calls that were counted in their callers because there were too many. */
  folded: number;
}
