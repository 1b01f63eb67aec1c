// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import { printable } from '../core/printable.js';
import { SANDBOX } from './qemu-argv.js';

/** QEMU's filter of system calls on this host. */
export interface QemuSandbox {
  /** Words of the command line that turn it on; none where it cannot be had. */
  words: readonly string[];
  /** Why it cannot be had. */
  refused?: string | undefined;
}

/** Longest time that QEMU may take to say which CPUs it knows, ms. */
const ANSWER_MS = 10_000;

/** Tries whether a QEMU starts with its filter: by a question that it answers only after the filter is there, without any machine. */
export async function trySandbox(program: string): Promise<QemuSandbox> {
  const { exitCode, stderr, timedOut } = await execa(program, [...SANDBOX, '-M', 'none', '-cpu', 'help'], {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    maxBuffer: 64 * 1024,
    timeout: ANSWER_MS,
  });
  if (exitCode === 0) return { words: SANDBOX };
  const said = stderr.trim().split('\n').at(-1) ?? '';
  const why = timedOut ? 'it did not answer' : printable(said, 200);
  return { words: [], refused: why === '' ? `it ended with status ${exitCode ?? 'unknown'}` : why };
}
