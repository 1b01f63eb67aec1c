// SPDX-License-Identifier: Apache-2.0
import type { Abilities, Part } from '../confine/abilities.js';
import { type Protection, protectionOf } from '../confine/protection.js';

/** What a monitor's confinement has, where the host lets it. */
const WANTED: readonly Part[] = ['user', 'view', 'network'];

/**
 * What keeps a monitor from this host.
 * @param refused why it has no filter of its system calls.
 */
export function monitorProtection(abilities: Abilities, refused: string | undefined): Protection {
  const { has, lacks } = abilities.root
    ? protectionOf(abilities, WANTED)
    : {
        ...protectionOf(abilities, []),
        lacks: ['a user, a file system and a network of its own (only root can give them)'],
      };
  const filter = 'a filter of its system calls';
  const withheld = [...abilities.withheld].map(
    ([device, why]) => `a user of its own where it needs ${device} (${why})`,
  );
  return {
    has: refused === undefined ? [...has, filter] : has,
    lacks: [...lacks, ...withheld, ...(refused === undefined ? [] : [`${filter} (${refused})`])],
  };
}

/** What a monitor's confinement has here. Where a device cannot be given away, it stays root's process, without capabilities. */
export function monitorParts({ root, refused, withheld }: Abilities, devices: readonly string[]): Set<Part> {
  if (!root) return new Set();
  const kept = devices.some((device) => withheld.has(device));
  return new Set(WANTED.filter((part) => !refused.has(part) && !(kept && part === 'user')));
}
