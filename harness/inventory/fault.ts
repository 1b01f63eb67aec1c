// SPDX-License-Identifier: Apache-2.0
import { parseCpuList } from '../core/cpu-list.js';
import type { Fault } from '../scenario/yaml.js';
import type { HostEntry } from './types.js';

/** Hosts one behind the other; more are a circle, or nobody's network. */
const MOST_JUMPS = 8;

/** Names that mean something else. */
const RESERVED = ['local', 'any', 'all', 'imported', 'deterministic-kvm'];

/**
 * The first thing that is wrong with entries of the right shape.
 * @param at where the list stands in its file.
 */
export function hostsFault(hosts: readonly HostEntry[], at: Fault['at']): Fault | undefined {
  const byName = new Map<string, HostEntry>();
  for (const [index, host] of hosts.entries()) {
    const place = [...at, index];
    if (RESERVED.includes(host.name)) {
      return invalid(
        [...place, 'name'],
        `"${host.name}" is no name for a host of yours.`,
        'Choose another name.',
      );
    }
    if (byName.has(host.name)) {
      return invalid(
        [...place, 'name'],
        `there are two hosts "${host.name}".`,
        'Give one of them another name.',
      );
    }
    byName.set(host.name, host);
    const fault = entryFault(host, place);
    if (fault !== undefined) return fault;
  }
  for (const [index, host] of hosts.entries()) {
    const fault = jumpFault(host, byName, [...at, index, 'jump']);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function entryFault(
  { address, ssh, port, user, key, jump, cpus }: HostEntry,
  at: Fault['at'],
): Fault | undefined {
  if ((address === undefined) === (ssh === undefined)) {
    return invalid(
      at,
      'a host has either "address" or "ssh", the name of an entry of your OpenSSH configuration.',
      'Write one of the two.',
    );
  }
  const beside = Object.entries({ port, user, key, jump }).find(([, value]) => value !== undefined);
  if (ssh !== undefined && beside !== undefined) {
    return invalid(
      [...at, beside[0]],
      `"${beside[0]}" is taken from the entry of "ssh".`,
      `Leave it out, or write it in ~/.ssh/config.`,
    );
  }
  if (cpus !== undefined && parseCpuList(cpus).length === 0) {
    return invalid(
      [...at, 'cpus'],
      `"cpus" is "${cpus}", which is no list of CPUs.`,
      'Write it as taskset does: 2-3,5.',
    );
  }
  return undefined;
}

function jumpFault(
  host: HostEntry,
  byName: ReadonlyMap<string, HostEntry>,
  at: Fault['at'],
): Fault | undefined {
  let { jump } = host;
  for (let jumps = 0; jump !== undefined; jumps += 1) {
    const next = byName.get(jump);
    if (next === undefined) {
      return invalid(
        at,
        `there is no host "${jump}" to jump over.`,
        'Add it to the list; a host that is only jumped over stands there too.',
      );
    }
    if (next === host || jumps === MOST_JUMPS) {
      return invalid(
        at,
        `${host.name} is reached through itself, or through more than ${MOST_JUMPS} others.`,
        'Let the way begin at a host without "jump".',
      );
    }
    jump = next.jump;
  }
  return undefined;
}

function invalid(at: Fault['at'], message: string, next: string): Fault {
  return { code: 'HOSTS_INVALID', at, message, next };
}
