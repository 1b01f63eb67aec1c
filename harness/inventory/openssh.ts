// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { type Foreign, foreignLines, rawText } from '../core/foreign.js';
import { wholeNumber } from '../core/numbers.js';
import { runTool } from '../core/tool.js';
import type { SshTarget } from '../remote/ssh/types.js';

/** Entries one behind the other. */
const MOST_JUMPS = 8;

/**
 * How OpenSSH would reach an entry of the user's own configuration, as `ssh -G` says.
 * @throws BenchError `SSH_CONFIG` (exit 3) when it cannot be asked, (exit 2) for what an entry asks that is not done here.
 */
export async function openSshTarget(name: string, alias: string, jumps = 0): Promise<SshTarget> {
  const next = 'Install openssh-client, or write address, user and key into the entry.';
  const said = await runTool('ssh', ['-G', '--', alias], { code: 'SSH_CONFIG', next });
  const settings = readSettings(said);
  const value = (key: string): string | undefined => settings.get(key)?.[0];
  const command = value('proxycommand');
  if (command !== undefined && command !== 'none') {
    throw usageError(
      'SSH_CONFIG',
      `the entry "${alias}" of your OpenSSH configuration, for host ${name}, has a ProxyCommand, which is not run here.`,
      'Use ProxyJump, or an address that can be reached.',
    );
  }
  const jump = value('proxyjump');
  const over = jump === undefined || jump === 'none' ? undefined : jump;
  if (over !== undefined && (over.includes(',') || jumps === MOST_JUMPS)) {
    throw usageError(
      'SSH_CONFIG',
      `the entry "${alias}" of your OpenSSH configuration, for host ${name}, jumps over several hosts: ${over}.`,
      'Give the last of them an entry with a ProxyJump of its own.',
    );
  }
  const keys = (settings.get('identityfile') ?? []).map(atHome).filter((path) => existsSync(path));
  return {
    name,
    address: value('hostname') ?? alias,
    port: wholeNumber(value('port'), 1, 65_535) ?? 22,
    user: value('user') ?? '',
    key: value('identitiesonly') === 'yes' ? keys[0] : undefined,
    knownHosts: ['userknownhostsfile', 'globalknownhostsfile'].flatMap((key) =>
      (value(key) ?? '')
        .split(' ')
        .filter((path) => path !== '' && path !== 'none')
        .map(atHome),
    ),
    jump: over === undefined ? undefined : await openSshTarget(`${name} (jump)`, over, jumps + 1),
  };
}

/** Settings by name in small letters, in the order in which they stand. */
function readSettings(said: Foreign): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of foreignLines(said).map(rawText)) {
    const [key = '', ...words] = line.split(' ');
    settings.set(key, [...(settings.get(key) ?? []), words.join(' ')]);
  }
  return settings;
}

function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
