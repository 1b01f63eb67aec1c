// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { digestOf } from '../core/json.js';
import type { HostFacts } from './facts.js';

/**
 * A short word for everything about a host that may show in a time: the machine, its processor and microcode, its kernel and
 * mitigations. The same machine with another kernel is another host.
 */
export async function fingerprint(facts: HostFacts): Promise<string> {
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => hostname());
  return fingerprintOf(machine, facts);
}

/** As {@link fingerprint}, with what a machine calls itself. */
export function fingerprintOf(machine: string, facts: HostFacts): string {
  const { cpu, microcode, cores, memoryMib, kernel, mitigations } = facts;
  return digestOf({ machine: machine.trim(), cpu, microcode, cores, memoryMib, kernel, mitigations }).slice(
    0,
    8,
  );
}
