// SPDX-License-Identifier: Apache-2.0
import { digestOf } from '../core/json.js';
import type { HostFacts } from './facts.js';

/**
 * A short word for everything about a host that may show in a time: the machine, its processor and microcode, its kernel, mitigations
 * and settings. The same machine with another kernel is another host.
 * @param machine what it calls itself.
 */
export function fingerprintOf(machine: string, facts: HostFacts): string {
  return digestOf([machine.trim(), ...showing(facts)]).slice(0, 8);
}

/** The facts of a host that may show in a time, by name; what nobody asked for is left out. */
function showing(facts: HostFacts): [name: string, value: string][] {
  const { cpu, microcode, cores, memoryMib, kernel, mitigations, settings, virtual, emulated } = facts;
  const known = settings !== undefined;
  return [
    ...Object.entries({ cpu, microcode, cores: `${cores}`, memoryMib: `${memoryMib}`, kernel }),
    ['mitigations', JSON.stringify(Object.entries(mitigations).sort())],
    ...Object.entries(settings ?? {}).sort(),
    // Without settings it is of a version that did not ask what a machine is inside of either.
    ...(known ? Object.entries({ virtual: virtual ?? 'no', emulated: `${emulated ?? false}` }) : []),
  ];
}

/** In what two hosts differ that may show in a time: each fact that is known of both, with both values. */
export function differingFacts(
  before: HostFacts,
  now: HostFacts,
): [name: string, before: string, now: string][] {
  const others = new Map(showing(now));
  return showing(before).flatMap(([name, value]): [string, string, string][] => {
    const other = others.get(name);
    return other === undefined || other === value ? [] : [[name, value, other]];
  });
}
