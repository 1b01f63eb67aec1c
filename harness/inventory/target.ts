// SPDX-License-Identifier: Apache-2.0
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import type { SshTarget } from '../remote/ssh/types.js';
import type { InventoryHost } from './load.js';
import { openSshTarget } from './openssh.js';

/** How a host of an inventory is reached, the hosts before it included. */
export async function targetOf(host: InventoryHost, all: readonly InventoryHost[]): Promise<SshTarget> {
  const { name, address, ssh, port = 22, user = userInfo().username, key, jump } = host;
  const knownHosts = host.knownHosts === undefined ? ownKnownHosts() : [host.knownHosts];
  if (ssh !== undefined) {
    const target = await openSshTarget(name, ssh);
    return host.knownHosts === undefined ? target : { ...target, knownHosts };
  }
  if (address === undefined) throw new Error('a checked entry has an address');
  const over =
    jump === undefined ? undefined : all.find((one) => one.name === jump && one.from === host.from);
  if (jump !== undefined && over === undefined) {
    throw usageError('HOST_UNKNOWN', `there is no host "${jump}" to jump over.`, `Add it to ${host.from}.`);
  }
  const before = over === undefined ? undefined : await targetOf(over, all);
  return { name, address, port, user, key, knownHosts, jump: before };
}

function ownKnownHosts(): string[] {
  return [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
}
