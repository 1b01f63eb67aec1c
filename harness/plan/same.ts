// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../metric/types.js';
import type { Plan } from './types.js';

/** What two plans may differ in and be one all the same: why a clock was chosen, and under the deterministic clock where boots are made. */
const FREE: Readonly<Record<Clock, readonly string[]>> = {
  deterministic: ['clockReason', 'hosts'],
  wall: ['clockReason'],
};

/** The first field in which two plans differ, e.g. `steps`. */
export function planDifference(a: Plan, b: Plan): string | undefined {
  const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((field) => !FREE[a.clock].includes(field))
    .find((field) => !isDeepStrictEqual(one.get(field), other.get(field)));
}
