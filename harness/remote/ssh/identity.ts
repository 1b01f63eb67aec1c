// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { usageError } from '../../core/errors.js';
import { reasonOf } from '../../core/reason.js';
import type { SshTarget } from './types.js';

/** Names of the keys that OpenSSH looks for by itself, in its order. */
const OWN_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** By what a user is let in. */
export interface Identity {
  /** Private keys in the order in which they are tried, as their files have them. */
  keys: readonly string[];
  /** Socket of the user's agent. */
  agent?: string | undefined;
}

/**
 * By what the user of a target is let in: the key that is named, else the agent and the user's own keys that have no passphrase.
 * @throws BenchError (exit 2) `SSH_KEY_UNREADABLE`, `SSH_KEY_PASSPHRASE`, `SSH_KEY_INVALID` for the key that is named.
 */
export async function identityOf({ name, key }: SshTarget): Promise<Identity> {
  const agent = process.env['SSH_AUTH_SOCK'];
  if (key === undefined) return { keys: await ownKeys(), agent: agent === '' ? undefined : agent };
  const text = await readFile(key, 'utf8').catch((error: unknown) => {
    throw usageError(
      'SSH_KEY_UNREADABLE',
      `the key of host ${name}, ${key}, cannot be read: ${reasonOf(error)}.`,
      'Name a private key of yours in its entry, or none, for the keys of your agent.',
    );
  });
  const parsed = ssh2.utils.parseKey(text);
  if (!(parsed instanceof Error) && parsed.isPrivateKey()) return { keys: [text] };
  if (!(parsed instanceof Error) || !isEncrypted(parsed)) {
    throw usageError(
      'SSH_KEY_INVALID',
      `the key of host ${name}, ${key}, is no private key.`,
      'Name the private key, not the `.pub` file beside it.',
    );
  }
  throw usageError(
    'SSH_KEY_PASSPHRASE',
    `the key of host ${name}, ${key}, has a passphrase, and nobody is asked for it here.`,
    `Give it to your agent (\`ssh-add ${key}\`) and leave the key out of the entry.`,
  );
}

function isUsable(text: string): boolean {
  const parsed = ssh2.utils.parseKey(text);
  return !(parsed instanceof Error) && parsed.isPrivateKey();
}

function isEncrypted({ message }: Error): boolean {
  return /encrypted|passphrase/i.test(message);
}

async function ownKeys(): Promise<string[]> {
  const texts = await Promise.all(
    OWN_KEYS.map((name) => readFile(join(homedir(), '.ssh', name), 'utf8').catch(() => '')),
  );
  return texts.filter(isUsable);
}
