// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { Host } from '../../host/types.js';
import { TAG, chooseHosts } from '../hosts/choose.js';

/**
 * Hosts for boots, each once: by name, or by `tag:<tag>` those of the inventory that have it; this machine where none is named.
 * @throws BenchError (exit 2) `HOST_UNKNOWN`, `HOSTS_NONE`.
 */
export function fleetOf(names: readonly string[] | undefined, environment: Environment): Host[] {
  const wanted = names === undefined || names.length === 0 ? [LOCAL] : names;
  const found = wanted.flatMap((name) =>
    name.startsWith(TAG)
      ? chooseHosts([name], environment).map(({ host }) => host)
      : [environment.host(name)],
  );
  return [...new Set(found)];
}
