// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import { suggest } from '../../core/suggest.js';
import type { Environment, InventoryEntry } from '../../environment/environment.js';

/** Before the name of a tag. */
export const TAG = 'tag:';

/**
 * Hosts of the inventory by name, or by `tag:<tag>`; all of them where none is named.
 * @throws BenchError (exit 2) `HOST_UNKNOWN`, `HOSTS_NONE`.
 */
export function chooseHosts(
  names: readonly string[],
  { inventory }: Pick<Environment, 'inventory'>,
): InventoryEntry[] {
  if (inventory.length === 0) {
    throw usageError(
      'HOSTS_NONE',
      'there is no host beside this machine.',
      'Write a hosts.yaml (docs/hosts.md), or start one: `lupine-bench hosts emulate`.',
    );
  }
  if (names.length === 0) return [...inventory];
  return names.flatMap((name) => {
    const tag = name.startsWith(TAG) ? name.slice(TAG.length) : undefined;
    const found = inventory.filter(({ entry }) =>
      tag === undefined ? entry.name === name : entry.tags?.includes(tag) === true,
    );
    if (found.length > 0) return found;
    const known = inventory.flatMap(({ entry }) => [
      entry.name,
      ...(entry.tags ?? []).map((one) => TAG + one),
    ]);
    throw usageError('HOST_UNKNOWN', `there is no host "${name}".`, suggest(name, [...new Set(known)]));
  });
}
