// SPDX-License-Identifier: Apache-2.0
import type { CallNode, SymbolSource } from './types.js';

/**
 * A whole number, at least 0.
 * @asType integer
 * @minimum 0
 * @maximum 9007199254740991
 */
type Count = number;

/**
 * An index, or -1 for none.
 * @asType integer
 * @minimum -1
 */
type IndexOrNone = number;

/** Events by name, in the order of the names. */
export type StoredEvents = [string, Count][];

/** A function in a stored profile. */
export interface StoredFunction {
  name: string;
  object: string;
  kernel: boolean;
  /**
   * In hexadecimal.
   * @pattern ^0x[0-9a-f]{1,16}$
   */
  address: string;
  source: string;
}

/**
 * A place in a stored call tree: row of the caller (-1 for the first row, the phase), function, kind, own instructions, calls,
 * and the label where it is not the function's name. What it and its calls have together follows.
 */
export type StoredCall =
  | [IndexOrNone, IndexOrNone, CallNode['kind'], Count, Count]
  | [IndexOrNone, IndexOrNone, CallNode['kind'], Count, Count, string];

/** A phase in a stored profile. */
export interface StoredPhase {
  name: string;
  instructions: Count;
  duration?: Count;
  kernelInstructions: Count;
  requests?: Count;
  /** Index of a function, and its instructions; in the order of the functions. */
  flat: [Count, Count][];
  events: {
    switches: StoredEvents;
    interrupts: StoredEvents;
    exceptions: StoredEvents;
    softirqs: StoredEvents;
    syscalls: StoredEvents;
    idle: Count;
    repeats: Count;
  };
  /** Depth first: callers come before what they call. */
  tree?: StoredCall[];
}

/** A profile as a file has it: JSON knows no maps and no large numbers. */
export interface StoredProfile {
  format: 1;
  scenario: string;
  system: string;
  app: string;
  metrics?: Record<string, number>;
  notes?: string[];
  symbols?: SymbolSource[];
  functions: StoredFunction[];
  phases: StoredPhase[];
}
