// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { plainEnvironment } from '../core/child.js';
import { killGroup } from '../core/tool.js';
import { pinned } from '../vmm/qemu-argv.js';
import { type ClientProgram, confinedClient } from './confined-client.js';
import type { LoadOptions } from './types.js';

/** A program in a guest's network. */
export interface Started {
  child: ChildProcess;
  /** Its status when it has ended and its pipes are closed: as a shell counts, 128 + signal for one that was killed. */
  ended: Promise<number>;
}

/**
 * Starts a program in a guest's network, confined, on the CPU of its clients. It is killed when this process dies and when the
 * signal says so.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function startIn(
  { network, cpu }: Pick<LoadOptions, 'network' | 'cpu'>,
  program: ClientProgram,
  stdio: StdioOptions,
  signal: AbortSignal,
): Promise<Started> {
  const [confine, confined] = await confinedClient(program);
  const [file = '', ...words] = [...network.enter, ...pinned([cpu]), confine, ...confined];
  // What the program is to have in its environment is in the words: until it begins, others run here with more rights.
  const child = spawn(file, words, { stdio, env: plainEnvironment, detached: true });
  const end = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, name) => {
      signal.removeEventListener('abort', end);
      resolve(code ?? 128 + (name === null ? 0 : constants.signals[name]));
    });
  });
  return { child, ended };
}
