// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { foreignLines } from '../../core/foreign.js';
import { versionIn } from '../../vmm/qemu-version.js';
import type { RemoteMachine } from './machine.js';

/**
 * Version of a host's QEMU, as it prints it.
 * @throws BenchError `QEMU_OTHER` (exit 3) for a program that is not QEMU.
 */
export async function versionThere({ shell, monitor }: RemoteMachine): Promise<string> {
  const { stdout } = await shell.run({
    script: 'exec timeout -k 1 30 "$1" --version < /dev/null',
    args: [monitor.found.program],
  });
  const version = versionIn(stdout);
  if (version !== undefined) return version;
  const [first] = foreignLines(stdout);
  throw measureError(
    'QEMU_OTHER',
    `${monitor.found.program} on host ${shell.name} is not QEMU: to --version it says "${first === undefined ? '' : printable(first, 100)}".`,
    'Name a qemu-system-x86_64 as "qemu" of its entry.',
  );
}
