// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type BenchError, attemptError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { printable } from '../../core/printable.js';
import { type HostKey, type KnownKeys, knownKeys } from './known-hosts.js';
import type { SshTarget } from './types.js';

/**
 * What is known of a machine's keys, from all its files.
 * @throws the error of a file that is there and cannot be read.
 */
export async function keysOf({ address, port, knownHosts }: SshTarget): Promise<KnownKeys> {
  const all = await Promise.all(knownHosts.map(async (path) => knownKeys(await textOf(path), address, port)));
  return { keys: all.flatMap(({ keys }) => keys), revoked: all.flatMap(({ revoked }) => revoked) };
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
}

/** A key as a machine shows it in the handshake. */
export function shownKey(blob: Buffer): HostKey {
  const length = blob.length < 4 ? 0 : blob.readUInt32BE(0);
  return { type: blob.toString('latin1', 4, 4 + Math.min(length, 64)), base64: blob.toString('base64') };
}

/** Why a key that a machine shows is not believed; nothing for one that is known. */
export function keyFault(target: SshTarget, known: KnownKeys, shown: HostKey): BenchError | undefined {
  const same = (one: HostKey): boolean => one.base64 === shown.base64;
  const { name, address, port, knownHosts } = target;
  const [file = 'known_hosts'] = knownHosts;
  const place = port === 22 ? address : `[${address}]:${port}`;
  const what = `${printable(shown.type, 40)} ${fingerprintOf(shown)}`;
  if (known.revoked.some(same)) {
    return attemptError(
      'SSH_HOST_KEY_REVOKED',
      `host ${name} (${place}) shows ${what}, which ${file} says is revoked.`,
      'Do not use this host before you know why.',
    );
  }
  if (known.keys.some(same)) return undefined;
  if (known.keys.some(({ type }) => type === shown.type)) {
    return attemptError(
      'SSH_HOST_KEY_CHANGED',
      `host ${name} (${place}) shows ${what}, which is another one than ${file} has: it was installed anew, or it is another machine.`,
      `When you know why: \`ssh-keygen -R ${JSON.stringify(place)} -f ${file}\`, then \`${acceptCommand(target)}\`.`,
    );
  }
  return attemptError(
    'SSH_HOST_KEY_UNKNOWN',
    `host ${name} (${place}) shows ${what}, and ${file} has no key of it.`,
    `Compare the key with the host's own (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` there), and accept it: \`${acceptCommand(target)}\`.`,
  );
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf({ base64 }: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64');
  return `SHA256:${digest.replaceAll('=', '')}`;
}

function acceptCommand({ user, address, port, knownHosts: [file], jump }: SshTarget): string {
  const words = ['ssh', '-p', `${port}`];
  if (file !== undefined) words.push('-o', `UserKnownHostsFile=${file}`);
  if (jump !== undefined) words.push('-J', `${jump.user}@${jump.address}:${jump.port}`);
  return [...words, `${user}@${address}`, 'true'].join(' ');
}
