// SPDX-License-Identifier: Apache-2.0
import type { Clock, DeclaredUnit, Unit } from './types.js';

/** The unit of a value under a clock: virtual time is never written as time. */
export function unitUnder(clock: Clock, unit: DeclaredUnit): Unit {
  if (clock === 'wall') return unit;
  if (unit === 'ns') return 'vns';
  if (unit === 'req/s') return 'req/vs';
  if (unit === 'MB/s') return 'MB/vs';
  return unit;
}
