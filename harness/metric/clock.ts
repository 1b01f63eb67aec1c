// SPDX-License-Identifier: Apache-2.0
import type { Clock } from './types.js';

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

/** The host as a value knows it: under the deterministic clock it cannot show in any value, so there it is the word `any`. */
export function hostUnder(clock: Clock, host: string): string {
  return clock === 'deterministic' ? 'any' : host;
}
