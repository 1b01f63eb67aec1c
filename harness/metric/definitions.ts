// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from './types.js';
import { unitUnder } from './units.js';

/** What the clocks are, and the units that only the deterministic one has, by name. */
export const clockDefinitions: Readonly<Record<string, string>> = {
  deterministic:
    'clock that counts instructions (QEMU TCG with -icount shift=0): one executed instruction is one virtual nanosecond, written vns; waiting counts as it passes. It shows path length, size and memory, the same on every machine; it cannot show caches, pipeline stalls or the cost of privilege transitions. `explain vns` says how string instructions count.',
  wall: 'clock of a KVM host, in ns. Chosen only when a tiny guest really booted under KVM.',
  vns: 'virtual nanosecond, the unit of time under the deterministic clock: one executed guest instruction is one vns. A string instruction with a repeat prefix (rep movs, rep stos) counts once for each element that it moves. The CPU model is max,-erms,-fsrm, so the kernel uses elements of 8 bytes, and clearing a page counts 512; that is nearer to hardware (about a hundred cycles) than the 4,096 of string instructions that go byte by byte. Waiting counts as it passes. What a vns is not: a time of any real processor.',
  'req/vs':
    'requests per virtual second, the unit of rates under the deterministic clock: 10^9 vns are one virtual second.',
  'MB/vs':
    '10^6 bytes per virtual second, the unit of bandwidth under the deterministic clock: 10^9 vns are one virtual second.',
};

/** The definition of a metric with its unit under either clock and the direction that is better. */
export function describeMetric({ definition, unit, direction, clock, counted }: MetricDefinition): string {
  const virtual = unitUnder('deterministic', unit);
  if (counted === 'kvm-host')
    return `${definition} Unit: ${virtual}; host deterministic-kvm only; ${direction} is better.`;
  const also = clock === undefined && virtual !== unit ? `, ${virtual} under the deterministic clock` : '';
  const only = clock === undefined ? '' : `; ${clock} clock only`;
  return `${definition} Unit: ${unit}${also}${only}; ${direction} is better.`;
}
