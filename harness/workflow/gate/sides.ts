// SPDX-License-Identifier: Apache-2.0
import type { CommitHash } from '../../core/names.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { SourceSide } from '../sides/side.js';

/** One side of a gate. */
export interface GateSide extends SourceSide {
  /** How the user means it. */
  name: string;
  /** Which state of the project it is: a part of the commit's hash, or `working tree`. */
  id: string;
  /** Its commit; missing for the working tree. */
  commit?: CommitHash | undefined;
}

/** A side, planned. */
export interface PlannedSide extends GateSide {
  /** Missing where this side has nothing of what is asked for. */
  plan: Plan | undefined;
}

/** The base, and the head. */
export type BothSides<T> = readonly [base: T, head: T];

/** The state of the project that has no commit. */
export const WORKING_TREE = 'working tree';

/** A commit in a run: enough digits to know it by. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

/** Name of the cell of a step, the same on both sides. */
export function cellOf({ scenario, app, system }: Pick<PlanStep, 'scenario' | 'app' | 'system'>): string {
  return `${scenario} ${app} ${system}`;
}
