// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../../core/errors.js';
import type { Clock, Counted } from '../../metric/types.js';
import { type System, isGuest } from '../types.js';

/** Name of the file with which a system says that its images are Solo5's: their tender. */
export const TENDER = 'tender';

/** A monitor that systems bring as they bring their kernel. */
export type BroughtName = 'uhyve' | 'solo5-hvt';

/** Under what a boot is made. */
interface Under {
  clock: Clock;
  /** What is counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
}

/** The monitor that a system brings; nothing for one whose guests are run by a monitor of the host. */
export function broughtBy(system: System): BroughtName | undefined {
  if (!isGuest(system)) return undefined;
  if (system.kind === 'hermitux') return 'uhyve';
  const takesTender = system.kind === 'custom' || system.kind === 'rumprun';
  return takesTender && system.artifacts.some(({ name }) => name === TENDER) ? 'solo5-hvt' : undefined;
}

/** A clock that a system cannot be measured under: `CLOCK_SYSTEM` (exit 3); nothing for one that it can. */
export function clockFault(system: System, clock: Clock): BenchError | undefined {
  if (!isGuest(system) || system.clocks.includes(clock)) return undefined;
  return measureError(
    'CLOCK_SYSTEM',
    `${system.name} cannot be measured under the ${clock} clock, only under: ${system.clocks.join(', ')}.`,
    'Measure on a host with KVM (`--host`, `hosts emulate`), or leave the system out.',
  );
}

/** A monitor that a system brings runs guests under KVM, so that what is counted is a whole host of it: `MONITOR_KVM` (exit 3) elsewhere. */
export function monitorFault(
  monitor: BroughtName | undefined,
  { clock, counted }: Under,
): BenchError | undefined {
  if (monitor === undefined || clock === 'wall' || counted === 'kvm-host') return undefined;
  return measureError(
    'MONITOR_KVM',
    `guests of ${monitor} need a host with KVM, and here only their own instructions would be counted.`,
    'Measure on a host with KVM (`hosts emulate` makes one), or counted as a whole: `boot-kvm --host deterministic-kvm`.',
  );
}
