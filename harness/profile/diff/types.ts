// SPDX-License-Identifier: Apache-2.0
import type { CallNode, CodeFunction, Profile } from '../types.js';

/** What is counted on both sides. */
export interface Change {
  /** Instructions. */
  before: number;
  after: number;
  /** After less before. */
  difference: number;
}

/** A function, with all that the compiler made of it, in two profiles. */
export interface FunctionChange extends Change {
  /** Name without what the compiler put behind it, where it has several parts or another name on either side. */
  name: string;
  /** One of them, of the second profile where it is there. */
  code: CodeFunction;
  /** Names on each side, sorted; empty where it was not executed. */
  names: { before: string[]; after: string[] };
  /** How often it was called; undefined where calls were not recorded on both sides. */
  calls: { before: number; after: number } | undefined;
  /** Where its instructions may have come from, or gone to. */
  perhaps?: Inlining;
}

/** The compiler may have decided otherwise about a function that is on one side only. */
export interface Inlining {
  /** `into`: the callers may have it inside now; `out of`: they may have had it inside. */
  moved: 'into' | 'out of';
  /** Names of the callers, the one that changed most first. */
  callers: string[];
  /** What it and these callers together changed by, instructions. */
  together: number;
}

/** A part of the system in two profiles. */
export interface SubsystemChange extends Change {
  /** As `subsystemOf` has it. */
  subsystem: string;
  /** How many of its functions changed. */
  functions: number;
}

/** A phase in two profiles; one that is on one side only has nothing on the other. */
export interface PhaseDifference extends Change {
  name: string;
  /** Virtual nanoseconds in which the CPU was idle; undefined where it is not known on both sides. */
  idle: Change | undefined;
  /** Requests that were served; missing when they were not counted on both sides. */
  requests: { before: number; after: number } | undefined;
  /** Largest change first: per request where requests were counted. The sum of all differences is that of the phase. */
  functions: FunctionChange[];
  subsystems: SubsystemChange[];
}

/** What was profiled. */
export type ProfileName = Pick<Profile, 'scenario' | 'system' | 'app'>;

/** Two profiles, phase by phase. */
export interface ProfileDifference {
  before: ProfileName;
  after: ProfileName;
  phases: PhaseDifference[];
}

/** A place in the call trees of two profiles. */
export interface CallDifference extends Pick<CallNode, 'kind' | 'label'> {
  /** The function, of the second profile where it is there; undefined for a frame that is none. */
  code: CodeFunction | undefined;
  /** Own instructions. */
  self: Change;
  /** Instructions of itself and of what it called. */
  total: Change;
  calls: { before: number; after: number };
  children: readonly CallDifference[];
}
