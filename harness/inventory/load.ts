// SPDX-License-Identifier: Apache-2.0
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readYaml } from '../scenario/yaml.js';
import { hostsFault } from './fault.js';
import type { HostEntry, InventoryFile } from './types.js';

/** A host as a file names it, with absolute paths. */
export interface InventoryHost extends HostEntry {
  /** File that names it. */
  from: string;
}

/**
 * Reads an inventory.
 * @throws BenchError (exit 2) with file, line and key: what `readYaml` finds, `HOSTS_INVALID`.
 */
export async function loadInventory(file: string): Promise<InventoryHost[]> {
  const { value } = await readYaml<InventoryFile>(file, 'inventory', ({ hosts }) =>
    hostsFault(hosts, ['hosts']),
  );
  return resolveHosts(value.hosts, file);
}

/** Hosts with the paths of their files made absolute: `~/` is the user's home, others begin at the file's folder. */
export function resolveHosts(hosts: readonly HostEntry[], file: string): InventoryHost[] {
  const place = (path: string): string =>
    path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(dirname(file), path);
  return hosts.map((host) => ({
    ...host,
    from: file,
    ...(host.key === undefined ? {} : { key: place(host.key) }),
    ...(host.knownHosts === undefined ? {} : { knownHosts: place(host.knownHosts) }),
  }));
}
