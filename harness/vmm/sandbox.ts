// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { hostAbilities } from '../confine/abilities.js';
import { confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { hostProgram } from '../confine/program.js';
import { plainEnvironment } from '../core/child.js';
import { type Foreign, foreign, foreignLines, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { SANDBOX } from './qemu-argv.js';
import { monitorParts } from './monitor-protection.js';
import type { QemuSandbox, QemuThere } from './there.js';

/** Longest time that QEMU may take to say which CPUs it knows, ms. */
const ANSWER_MS = 10_000;

/** More it does not say, bytes. */
const ANSWER_BYTES = 64 * 1024;

/**
 * The command that tries whether a QEMU starts with its filter: by a question that it answers only after the filter is there, without
 * any machine.
 */
export function sandboxTrial({
  name,
  found,
  helper,
  abilities,
  parent,
}: Omit<QemuThere, 'sandbox'>): [string, string[]] {
  return confinedCommand(helper, {
    ...{ ...found, parent },
    argv: [name, ...SANDBOX, '-M', 'none', '-cpu', 'help'],
    parts: monitorParts(abilities, []),
    fileBytes: ANSWER_BYTES,
  });
}

/** What such a trial says, by its status and what it printed on standard error. */
export function sandboxOf(status: number | undefined, stderr: Foreign, timedOut = false): QemuSandbox {
  if (status === 0) return { words: SANDBOX };
  const said = foreignLines(trimmed(stderr)).at(-1) ?? foreign('');
  const why = timedOut ? 'it did not answer' : printable(said, 200);
  return { words: [], refused: why === '' ? `it ended with status ${status ?? 'unknown'}` : why };
}

/**
 * Tries whether a QEMU of this host starts with its filter.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function trySandbox(program: string): Promise<QemuSandbox> {
  const [confine, confined] = sandboxTrial({
    ...{ name: program, found: await hostProgram(program) },
    ...{ helper: await buildConfine(), abilities: await hostAbilities() },
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
  return sandboxOf(exitCode, foreign(stderr), timedOut);
}
