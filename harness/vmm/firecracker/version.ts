// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from '../../core/child.js';
import { measureError, usageError } from '../../core/errors.js';
import { type Foreign, foreign, partsOf } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';

/** Names the program, when it is not the `firecracker` of the search path. */
export const PROGRAM_VARIABLE = 'LUPINE_BENCH_FIRECRACKER';

/** What Firecracker says before its version. */
const SAYS = /^Firecracker v((\d{1,4})\.(\d{1,4})\.[0-9A-Za-z.+-]{1,60})$/m;

/** Longest time that a program may take for one line, ms; longest output, characters. */
const LIMITS = { timeout: 30_000, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;

/** Where releases are; there is no package of it in Debian. */
const GET = `Get a release from https://github.com/firecracker-microvm/firecracker/releases, and name the program: ${PROGRAM_VARIABLE}=/path/to/firecracker.`;

/** A version of Firecracker. */
export interface FirecrackerVersion {
  /** As it prints it, without the v, e.g. `1.16.1`. */
  text: string;
  major: number;
  minor: number;
}

/** The version in what a program prints of itself, if that is Firecracker. */
export function versionIn(said: Foreign): FirecrackerVersion | undefined {
  const [, text, major, minor] = partsOf(said, SAYS) ?? [];
  if (text === undefined || major === undefined || minor === undefined) return undefined;
  return { text: printable(text), major: wholeNumber(major) ?? 0, minor: wholeNumber(minor) ?? 0 };
}

/**
 * Asks a program which version it is.
 * @throws BenchError `FIRECRACKER_MISSING`, `FIRECRACKER_OLD` (exit 3), `FIRECRACKER_OTHER` (exit 2) for a program that is not Firecracker.
 */
export async function firecrackerVersion(program: string): Promise<FirecrackerVersion> {
  const { stdout, exitCode, timedOut, isMaxBuffer } = await execa(program, ['--version'], {
    ...LIMITS,
    env: plainEnvironment,
    stdin: 'ignore',
    reject: false,
  });
  const version = exitCode === 0 ? versionIn(foreign(stdout)) : undefined;
  const shown = printable(program, 300);
  if (version !== undefined && version.major >= 1) return version;
  if (version !== undefined) {
    const what = `${shown} is Firecracker ${version.text}, whose files and exit statuses are others.`;
    throw measureError('FIRECRACKER_OLD', what, `Use version 1.0 or later. ${GET}`);
  }
  if (exitCode === 0 || timedOut || isMaxBuffer) {
    const what = `${shown} is not Firecracker: to --version it does not say "Firecracker v1...".`;
    throw usageError('FIRECRACKER_OTHER', what, `Name a Firecracker in ${PROGRAM_VARIABLE}, or unset it.`);
  }
  throw measureError('FIRECRACKER_MISSING', `${shown} is not on this machine or does not start.`, GET);
}
