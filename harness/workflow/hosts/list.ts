// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { chooseHosts } from './choose.js';

/** A host as `hosts list` shows it. */
export interface ListedHost {
  name: string;
  /** `user@address:port`, or the entry of the user's OpenSSH configuration. */
  where: string;
  tags: string[];
  emulated: boolean;
  summary?: string | undefined;
  /** File that names it. */
  from: string;
}

/** What the inventory has; no host is asked. */
export function listHosts(names: readonly string[], environment: Environment): ListedHost[] {
  return chooseHosts(names, environment).map(({ entry }) => ({
    ...{ name: entry.name, where: whereOf(entry), tags: entry.tags ?? [] },
    ...{ emulated: entry.emulated === true, summary: entry.summary, from: displayPath(entry.from) },
  }));
}

function whereOf({
  address,
  user,
  port,
  ssh,
}: {
  address?: string;
  user?: string;
  port?: number;
  ssh?: string;
}): string {
  if (address === undefined) return `ssh ${ssh ?? ''}`;
  return `${user === undefined ? '' : `${user}@`}${address}${port === undefined ? '' : `:${port}`}`;
}
