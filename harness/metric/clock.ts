// SPDX-License-Identifier: Apache-2.0
import type { Clock, Counted } from './types.js';

/** The definition of each clock that values are taken under today; it grows whenever equal boots begin to give other values. */
export const CLOCK_DEFINITION: Readonly<Record<Clock, number>> = { deterministic: 2, wall: 1 };

/** What says under which clock values were taken: a plan. */
export interface ClockStatement {
  clock: Clock;
  /** Missing in what was written before definitions were counted. */
  clockDefinition?: number | undefined;
}

/** Number of the definition of its clock that values were taken under. */
export function clockDefinitionOf({ clockDefinition }: ClockStatement): number {
  return clockDefinition ?? 1;
}

/** What decides whether a host can show in a value: a plan. */
export interface HostStatement {
  clock: Clock;
  /** What is counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
}

/** Whether a host can show in values: not under the deterministic clock, unless the host is itself counted. */
export function hostShows({ clock, counted = 'guest' }: HostStatement): boolean {
  return clock === 'wall' || counted !== 'guest';
}

/** The host as a value knows it: where it cannot show in any value it is the word `any`. */
export function hostUnder(statement: HostStatement, host: string): string {
  return hostShows(statement) ? host : 'any';
}
