// SPDX-License-Identifier: Apache-2.0
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../core/tool.js';

/** Keys of one host, made for it alone. */
export interface HostKeys {
  /** Path of the private key that logs in, for this user alone. */
  key: string;
  /** Path of the file that has the host's public key, in OpenSSH's format. */
  knownHosts: string;
  /** The host's private key, which is in no file. */
  hostKey: string;
  /** Public half of the key that logs in. */
  authorizedKey: string;
}

/** Where a host is reached. */
export interface Reached {
  name: string;
  address: string;
  port: number;
}

/**
 * Makes a host key, and a key that logs in, in a folder of the user's own.
 * @throws BenchError `SSH_KEYGEN` (exit 3).
 */
export async function makeKeys(dir: string, host: Reached, signal?: AbortSignal): Promise<HostKeys> {
  const key = join(dir, 'id_ed25519');
  const hostKeyPath = join(dir, 'host_key');
  const authorizedKey = await makeKey(key, `lupine-bench ${host.name}`, signal);
  const shown = await makeKey(hostKeyPath, host.name, signal);
  const hostKey = await readFile(hostKeyPath, 'utf8');
  for (const path of [hostKeyPath, `${hostKeyPath}.pub`, `${key}.pub`]) await rm(path);
  const knownHosts = join(dir, 'known_hosts');
  const [type = '', base64 = ''] = shown.split(' ');
  await writeFile(knownHosts, `[${host.address}]:${host.port} ${type} ${base64}\n`, { mode: 0o600 });
  return { key, knownHosts, hostKey, authorizedKey };
}

async function makeKey(path: string, comment: string, signal?: AbortSignal): Promise<string> {
  await runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path], {
    signal,
    code: 'SSH_KEYGEN',
    next: 'Install openssh-client (Debian and Ubuntu: `apt-get install openssh-client`).',
  });
  return await readFile(`${path}.pub`, 'utf8');
}
