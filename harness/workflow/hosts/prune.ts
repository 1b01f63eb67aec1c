// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';
import type { Session } from '../session.js';
import { chooseHosts } from './choose.js';

/**
 * Removes from hosts the images that no boot uses, and what is left of boots.
 * @returns how many images of each were removed.
 * @throws what the hosts throw.
 */
export async function pruneHosts(
  names: readonly string[],
  environment: Environment,
  { signal }: Session,
): Promise<{ name: string; images: number }[]> {
  const pruned: { name: string; images: number }[] = [];
  for (const { host } of chooseHosts(names, environment))
    pruned.push({ name: host.name, images: (await host.prune(signal)).length });
  return pruned;
}
