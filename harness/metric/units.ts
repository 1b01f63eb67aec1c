// SPDX-License-Identifier: Apache-2.0
import type { Clock, DeclaredUnit, Unit } from './types.js';

/** What is known of a unit. */
interface UnitFacts {
  /** Name of the unit under the deterministic clock. */
  virtual: Unit;
  /** True when a value depends on time, so that it differs from boot to boot where time does; sizes and counts do not. */
  varies: boolean;
}

const UNITS: Readonly<Record<Unit, UnitFacts>> = {
  ns: { virtual: 'vns', varies: true },
  'req/s': { virtual: 'req/vs', varies: true },
  'MB/s': { virtual: 'MB/vs', varies: true },
  vns: { virtual: 'vns', varies: true },
  'req/vs': { virtual: 'req/vs', varies: true },
  'MB/vs': { virtual: 'MB/vs', varies: true },
  requests: { virtual: 'requests', varies: false },
  bytes: { virtual: 'bytes', varies: false },
  MiB: { virtual: 'MiB', varies: false },
  options: { virtual: 'options', varies: false },
};

/** The unit of a value under a clock: virtual time is never written as time. */
export function unitUnder(clock: Clock, unit: DeclaredUnit): Unit {
  return clock === 'wall' ? unit : UNITS[unit].virtual;
}

/** True when values in the unit may differ from boot to boot: a few boots then give a range, not an interval. */
export function varies(unit: Unit): boolean {
  return UNITS[unit].varies;
}
