// SPDX-License-Identifier: Apache-2.0
import { trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';

/** Reads a setting of a host's kernel; empty when it does not have it. */
export async function readSettingOf(shell: RemoteShell, file: string): Promise<string> {
  const { stdout } = await shell.run({ script: 'cat "$1" 2>/dev/null || true', args: [file] });
  return printable(trimmed(stdout), 100);
}
