// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { boundToThisProcess, plainEnvironment } from '../core/child.js';
import { killGroup } from '../core/tool.js';
import { pinned } from '../vmm/qemu-argv.js';
import type { LoadOptions } from './types.js';

/** What a program in a guest's network is started with; `env` comes beside the plain environment. */
export type StartSettings = Pick<SpawnOptions, 'stdio' | 'cwd' | 'env'>;

/** A program in a guest's network. */
export interface Started {
  child: ChildProcess;
  /** Its status when it has ended and its pipes are closed: as a shell counts, 128 + signal for one that was killed. */
  ended: Promise<number>;
}

/** Starts a program in a guest's network, on the CPU of its clients. It is killed when this process dies and when the signal says so. */
export function startIn(
  { network, cpu }: Pick<LoadOptions, 'network' | 'cpu'>,
  argv: readonly string[],
  settings: StartSettings,
  signal: AbortSignal,
): Started {
  const [program = '', ...args] = argv;
  const [guard, guarded] = boundToThisProcess(program, args);
  const [file = '', ...words] = [...network.enter, ...pinned([cpu]), guard, ...guarded];
  const env = { ...plainEnvironment, ...settings.env };
  const child = spawn(file, words, { ...settings, env, detached: true });
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
