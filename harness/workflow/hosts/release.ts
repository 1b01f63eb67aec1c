// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';
import type { Session } from '../session.js';
import { chooseHosts } from './choose.js';

/**
 * Takes hosts from whoever has them: what runs there is ended, settings come back.
 * @returns who had each; empty where nobody had.
 * @throws what the hosts throw.
 */
export async function releaseHosts(
  names: readonly string[],
  environment: Environment,
  { signal }: Session,
): Promise<{ name: string; owner: string }[]> {
  const released: { name: string; owner: string }[] = [];
  for (const { host } of chooseHosts(names, environment)) {
    const lease = await host.lease(signal);
    await host.release(signal);
    released.push({ name: host.name, owner: lease?.owner ?? '' });
  }
  return released;
}
