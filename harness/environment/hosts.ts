// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../core/errors.js';
import { cacheRoot, displayPath } from '../core/paths.js';
import { type RemoteHost, remoteHost } from '../host/remote/host.js';
import { type InventoryHost, loadInventory } from '../inventory/load.js';
import { targetOf } from '../inventory/target.js';
import { shellOf } from '../remote/ssh/shell.js';
import type { Monitor } from '../vmm/types.js';
import type { Project } from './project.js';

/** Name of an inventory of its own, beside the project's file. */
const HOSTS_FILE = 'hosts.yaml';

/** What a host's images may take where its entry does not say, MiB. */
const STORE_MIB = 4096;

/**
 * Hosts that can be chosen beside this machine: those of the project's file, of a `hosts.yaml` beside it or in the user's folder, and the
 * emulated ones that run.
 * @throws BenchError (exit 2) what reading an inventory throws; `HOSTS_INVALID` for a name that two files have.
 */
export async function inventoryHosts(folder: string, project?: Project): Promise<InventoryHost[]> {
  const beside = join(project === undefined ? folder : dirname(project.file), HOSTS_FILE);
  const emulated = join(cacheRoot(), 'hosts', HOSTS_FILE);
  const files = [beside, emulated].filter((path) => existsSync(path));
  const own = await Promise.all(files.map((path) => loadInventory(path)));
  const hosts = [...(project?.hosts ?? []), ...own.flat()];
  const seen = new Map<string, InventoryHost>();
  for (const host of hosts) {
    const other = seen.get(host.name);
    if (other !== undefined) {
      throw usageError(
        'HOSTS_INVALID',
        `${displayPath(other.from)} and ${displayPath(host.from)} both have a host "${host.name}".`,
        'Give one of them another name.',
      );
    }
    seen.set(host.name, host);
  }
  return hosts;
}

/** A host of an inventory: it is spoken to when something is wanted of it. */
export function hostOf(
  entry: InventoryHost,
  all: readonly InventoryHost[],
  monitors: readonly Monitor[],
): RemoteHost {
  const shell = shellOf(entry.name, () => targetOf(entry, all));
  const { name, state, storeMib = STORE_MIB, qemu = 'qemu-system-x86_64', cpus, emulated } = entry;
  const alone = { tuning: entry.tuning, sudo: entry.sudo };
  return remoteHost(shell, { name, state, storeMib, qemu, cpus, emulated, alone }, monitors);
}
