// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { says, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';

const LIFE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What tells one life of a host from the next, from a start of its kernel to the end.
 * @throws BenchError `HOST_ODD` (exit 3); what running commands there throws.
 */
export async function lifeOf(shell: RemoteShell): Promise<string> {
  const script = 'read -r life </proc/sys/kernel/random/boot_id && echo "$life"';
  const said = trimmed(await runWell(shell, 'asking since when it runs', { script }));
  if (says(said, LIFE)) return printable(said);
  throw measureError(
    'HOST_ODD',
    `host ${shell.name} has a boot_id that no kernel gives: ${printable(said, 100)}.`,
    'Look at /proc/sys/kernel/random/boot_id there.',
  );
}
