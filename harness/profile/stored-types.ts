// SPDX-License-Identifier: Apache-2.0

/**
 * A whole number, at least 0.
 * @asType integer
 * @minimum 0
 */
type Count = number;

/** Events by name. */
type StoredEvents = Record<string, Count>;

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

/** A call in a stored profile. */
export interface StoredCall {
  /**
   * Index of the function, or -1.
   * @asType integer
   * @minimum -1
   */
  function: number;
  kind: 'phase' | 'task' | 'call' | 'syscall' | 'exception' | 'interrupt';
  label: string;
  self: Count;
  total: Count;
  calls: Count;
  children: StoredCall[];
}

/** A phase in a stored profile. */
export interface StoredPhase {
  name: string;
  instructions: Count;
  duration?: Count;
  kernelInstructions: Count;
  requests?: Count;
  /**
   * Index of a function, and its instructions.
   */
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
  tree?: StoredCall;
}

/** A profile as a file has it: JSON knows no maps and no large numbers. */
export interface StoredProfile {
  format: 1;
  scenario: string;
  system: string;
  app: string;
  metrics?: Record<string, number>;
  notes?: string[];
  functions: StoredFunction[];
  phases: StoredPhase[];
}
