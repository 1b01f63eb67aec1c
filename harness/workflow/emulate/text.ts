// SPDX-License-Identifier: Apache-2.0
import { displayPath } from '../../core/paths.js';
import type { Fleet } from '../../host/emulated/fleet.js';
import { entryOf, sshWords } from '../../host/emulated/inventory-text.js';

/** How to reach emulated hosts, and how they end. */
export function emulatedText(
  { hosts, inventory }: Pick<Fleet, 'hosts' | 'inventory'>,
  end = 'Ctrl-C, or `lupine-bench hosts stop` elsewhere',
): string {
  const lines = hosts.map((host) => `${host.name}: ${sshWords(entryOf(host)).map(quoted).join(' ')}\n`);
  return `${lines.join('')}inventory: ${displayPath(inventory)}\nThey end with ${end}. Their times mean nothing.\n`;
}

/** A word as a POSIX shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", () => String.raw`'\''`)}'`;
}
