// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import { measureError, usageError } from '../core/errors.js';
import { type Foreign, foreign, partsOf } from '../core/foreign.js';
import { setupCommand } from '../core/invocation.js';
import { printable } from '../core/printable.js';

/** What QEMU says before its version; other programs have versions too. */
export const VERSION_WORDS = 'QEMU emulator version ';

const SAYS = new RegExp(`^${VERSION_WORDS}([0-9][\\x20-\\x7e]{0,199})$`, 'm');

/** Longest time that a program may take for one line, ms, on a machine that is busy otherwise; longest output, characters. */
const LIMITS = { timeout: 30_000, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;

/** The version in what a program prints of itself, if that is QEMU. */
export function versionIn(said: Foreign): string | undefined {
  const [, version] = partsOf(said, SAYS) ?? [];
  return version === undefined ? undefined : printable(version);
}

/**
 * QEMU's version as it prints it, e.g. `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`.
 * @throws BenchError `QEMU_MISSING` (exit 3) for none, `QEMU_OTHER` (exit 2) for a program that is not QEMU.
 */
export async function qemuVersion(program: string): Promise<string> {
  const { stdout, exitCode, timedOut, isMaxBuffer } = await execa(program, ['--version'], {
    ...LIMITS,
    env: plainEnvironment,
    stdin: 'ignore',
    reject: false,
  });
  const version = versionIn(foreign(stdout));
  if (exitCode === 0 && version !== undefined) return version;
  // It could be started, and what it does is nothing that QEMU does.
  if (exitCode === 0 || timedOut || isMaxBuffer) {
    const [first = ''] = stdout.split('\n');
    const said = timedOut ? 'nothing in time' : first === '' ? 'nothing' : `"${printable(first, 100)}"`;
    throw usageError(
      'QEMU_OTHER',
      `${printable(program, 300)} is not QEMU: to --version it says ${said}.`,
      'Name a qemu-system-x86_64 in LUPINE_BENCH_QEMU, or leave the variable out.',
    );
  }
  throw measureError(
    'QEMU_MISSING',
    `${program} is not on this machine or does not start.`,
    `Install the package qemu-system-x86 (\`${setupCommand()}\` does), or name the program in LUPINE_BENCH_QEMU.`,
  );
}
