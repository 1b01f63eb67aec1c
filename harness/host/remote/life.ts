// SPDX-License-Identifier: Apache-2.0
import { trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';

/**
 * What tells one life of a host from the next, from a start of its kernel to the end.
 * @throws what running commands there throws.
 */
export async function lifeOf(shell: RemoteShell): Promise<string> {
  const script = 'read -r life </proc/sys/kernel/random/boot_id && echo "$life"';
  return printable(trimmed(await runWell(shell, 'asking since when it runs', { script })), 100);
}
