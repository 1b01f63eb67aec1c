// SPDX-License-Identifier: Apache-2.0
import type { HostStatement } from '../../metric/clock.js';
import type { Clock, Direction, Unit } from '../../metric/types.js';

/** Name of the clock in a heading. */
export function clockName(clock: Clock): string {
  return clock === 'deterministic' ? 'deterministic clock' : 'wall clock';
}

/** What the clock means, in one sentence. */
export function clockMeaning({ clock, counted }: HostStatement): string {
  if (counted === 'kvm-host')
    return (
      'Deterministic clock on a counted KVM host: QEMU counts the instructions of VMM, host kernel and guest together, one virtual ' +
      'nanosecond (vns) each, and waiting as it passes; this is work, not time, and nothing to compare with what is counted of a guest alone.'
    );
  return clock === 'deterministic'
    ? 'Deterministic clock: QEMU counts the instructions of the whole guest, one virtual nanosecond (vns) each, ' +
        'and waiting as it passes; ' +
        'this is work, not time, and knows neither caches nor the cost of crossing between user and kernel mode.'
    : 'Wall clock: real time on the named host; each value is one boot, and the spread between boots is shown.';
}

/** True for a unit that has a clock in it. */
export function timed(unit: Unit): boolean {
  return ['vns', 'ns', 'req/vs', 'req/s', 'MB/vs', 'MB/s'].includes(unit);
}

/** The clock under a chart's title, as short as it can be said. */
export function clockCaption(
  { clock, counted }: HostStatement,
  host: string,
  units: readonly Unit[],
): string {
  if (!units.some(timed)) return `No time in these figures; run under the ${clockName(clock)} on ${host}`;
  if (counted === 'kvm-host')
    return 'Deterministic clock: instructions of VMM, host kernel and guest counted together by QEMU, not time';
  return clock === 'deterministic'
    ? 'Deterministic clock: instructions of the whole guest counted by QEMU, not time'
    : `Wall clock: real time on ${host}`;
}

/** Which way is better, in words. */
export function directionWords(direction: Direction): string {
  return direction === 'lower' ? 'lower is better' : 'higher is better';
}
