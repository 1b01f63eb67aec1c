// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { hostAbilities } from '../confine/abilities.js';
import { confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { hostProgram } from '../confine/program.js';
import { plainEnvironment } from '../core/child.js';
import { printable } from '../core/printable.js';
import { SANDBOX } from './qemu-argv.js';
import { qemuParts } from './qemu-protection.js';

/** QEMU's filter of system calls on this host. */
export interface QemuSandbox {
  /** Words of the command line that turn it on; none where it cannot be had. */
  words: readonly string[];
  /** Why it cannot be had. */
  refused?: string | undefined;
}

/** Longest time that QEMU may take to say which CPUs it knows, ms. */
const ANSWER_MS = 10_000;

/** More it does not say, bytes. */
const ANSWER_BYTES = 64 * 1024;

/**
 * Tries whether a QEMU starts with its filter: by a question that it answers only after the filter is there, without any machine.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function trySandbox(program: string): Promise<QemuSandbox> {
  const [confine, confined] = confinedCommand(await buildConfine(), {
    ...(await hostProgram(program)),
    argv: [program, ...SANDBOX, '-M', 'none', '-cpu', 'help'],
    parts: qemuParts(await hostAbilities(), []),
    fileBytes: ANSWER_BYTES,
  });
  const { exitCode, stderr, timedOut } = await execa(confine, confined, {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    maxBuffer: ANSWER_BYTES,
    timeout: ANSWER_MS,
  });
  if (exitCode === 0) return { words: SANDBOX };
  const said = stderr.trim().split('\n').at(-1) ?? '';
  const why = timedOut ? 'it did not answer' : printable(said, 200);
  return { words: [], refused: why === '' ? `it ended with status ${exitCode ?? 'unknown'}` : why };
}
