// SPDX-License-Identifier: Apache-2.0
import { type Abilities, DEVICES, abilitiesOff, isOff, readAbilities } from '../../confine/abilities.js';
import { type HostProgram, neededBy } from '../../confine/program.js';
import { attemptError, measureError } from '../../core/errors.js';
import { type Foreign, foreignLines, partsOf, says, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { isPlainWord } from '../../remote/script.js';
import type { RemoteShell } from '../../remote/types.js';
import { sandboxOf, sandboxTrial } from '../../vmm/sandbox.js';
import type { MonitorThere } from './job.js';

/** A word for the kernel: the process that starts it is not looked at. */
const ANY_PARENT = '0';

/**
 * Finds a QEMU on a host, and what may confine a program there.
 * @param name of the program, or its path there.
 * @param confine path there of `confine`.
 * @throws BenchError (exit 3) `QEMU_MISSING`, `CONFINE_HELPER`; `SSH_...`.
 */
export async function monitorThere(shell: RemoteShell, name: string, confine: string): Promise<MonitorThere> {
  const found = await programThere(shell, name);
  const abilities = await abilitiesThere(shell, confine);
  const [file, words] = sandboxTrial({ name, found, abilities, helper: confine, parent: ANY_PARENT });
  const script = '"$@" >/dev/null </dev/null';
  const { status, stderr } = await shell.run({ script, args: [file, ...words] });
  return { name, found, abilities, sandbox: sandboxOf(status, stderr) };
}

/** What of a confinement can be had on a host. */
export async function abilitiesThere(shell: RemoteShell, confine: string): Promise<Abilities> {
  const script = 'id -u && exec "$@"';
  const { status, stdout, stderr } = await shell.run({ script, args: [confine, '--probe', ...DEVICES] });
  const [, user, said] = partsOf(stdout, /^([0-9]+)\n([^]*)$/) ?? [];
  if (status !== 0 || said === undefined) {
    throw attemptError(
      'CONFINE_HELPER',
      `what confines programs does not run on host ${shell.name}: ${printable(trimmed(stderr), 200)}.`,
      'It is a program for Linux on x86-64: see that the folder for images there may have programs (`noexec`).',
    );
  }
  const root = says(user, '0');
  return isOff() ? abilitiesOff(root) : readAbilities(said, root);
}

async function programThere(shell: RemoteShell, name: string): Promise<HostProgram> {
  const path = 'PATH=$PATH:/usr/sbin:/sbin; p=$(command -v "$1") && readlink -f "$p"';
  const program = pathOf(trimmed((await shell.run({ script: path, args: [name] })).stdout));
  if (program === undefined) {
    throw measureError(
      'QEMU_MISSING',
      `host ${shell.name} has no ${name}.`,
      'Install QEMU there (Debian, Ubuntu: `apt-get install qemu-system-x86`), or name its path in the inventory.',
    );
  }
  const which = 'for one; do if [ -e "$one" ]; then echo "$one"; fi; done';
  const { stdout } = await shell.run({ script: which, args: neededBy(program) });
  const there = foreignLines(stdout);
  return { program, readOnly: neededBy(program).filter((one) => there.some((line) => says(line, one))) };
}

/** A path that can be given to a shell. */
function pathOf(said: Foreign): string | undefined {
  const [, path] = partsOf(said, /^(\/[\x21-\x7e]{1,1000})$/) ?? [];
  const text = path === undefined ? undefined : printable(path, 1000);
  return text !== undefined && isPlainWord(text) && says(path, text) ? text : undefined;
}
