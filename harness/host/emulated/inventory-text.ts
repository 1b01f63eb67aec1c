// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeAtomic } from '../../core/files.js';
import { ADDRESS, type KnownHost, livingHosts, withHosts } from './state.js';

/** How an emulated host stands in an inventory. */
export interface EmulatedEntry {
  name: string;
  address: string;
  port: number;
  user: string;
  /** Path of the private key. */
  key: string;
  /** Path of the file with its host key. */
  knownHosts: string;
  emulated: true;
  tags: string[];
}

/** Name of the inventory of all emulated hosts, in their folder. */
export const INVENTORY = 'hosts.yaml';

/** Who logs in; its sshd takes keys only. */
const USER = 'root';

/** A host as an inventory has it. */
export function entryOf({ name, port, dir }: KnownHost): EmulatedEntry {
  return {
    ...{ name, address: ADDRESS, port, user: USER },
    key: join(dir, 'id_ed25519'),
    knownHosts: join(dir, 'known_hosts'),
    emulated: true,
    tags: ['kvm', 'emulated'],
  };
}

/** The text of an inventory. */
export function inventoryText(hosts: readonly KnownHost[]): string {
  const head = '# Written by `lupine-bench hosts emulate`, and again with every host that comes or goes.\n';
  return `${head}${stringify({ hosts: hosts.map(entryOf) })}`;
}

/**
 * Writes the inventory of all emulated hosts that answer; removes it when there are none.
 * @returns its path.
 */
export async function writeInventory(): Promise<string> {
  return await withHosts(async (folder) => {
    const path = join(folder, INVENTORY);
    const ready = (await livingHosts()).filter((host) => host.ready);
    // An inventory without a host is none.
    if (ready.length === 0) await rm(path, { force: true });
    else await writeAtomic(path, inventoryText(ready));
    return path;
  });
}

/** Words of the command that logs in to a host. */
export function sshWords({ key, knownHosts, port, user, address }: EmulatedEntry): string[] {
  const settings = [
    `UserKnownHostsFile=${one(plain(knownHosts))}`,
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
  ];
  const options = settings.flatMap((one) => ['-o', one]);
  return ['ssh', '-F', 'none', '-i', plain(key), ...options, '-p', String(port), `${user}@${address}`];
}

/** A path as OpenSSH reads it: `%` begins a token there. */
function plain(path: string): string {
  return path.replaceAll('%', '%%');
}

/** One file of a setting that takes a list. */
function one(file: string): string {
  return /\s/.test(file) ? `"${file}"` : file;
}
