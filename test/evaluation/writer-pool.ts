// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { packagePath } from '../../harness/core/paths.js';

/** A writer that is asked again and again, until it is killed. */
export interface PooledWriter {
  /** Adds points; gives the numbers of those of which it said that they are kept, also when it is killed meanwhile. */
  write(...words: string[]): Promise<number[]>;
  kill(): void;
  readonly alive: boolean;
}

/** Starts one. */
export function pooledWriter(): PooledWriter {
  const script = packagePath('dist', 'test', 'history', 'writer.js');
  const child: ChildProcess = spawn('node', [script, 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null || child.stdin === null) throw new Error('a writer has pipes');
  const { stdin } = child;
  stdin.on('error', () => undefined);
  let told: ((line: string | undefined) => void) | undefined;
  let alive = true;
  createInterface(child.stdout).on('line', (line) => told?.(line));
  child.once('close', () => {
    alive = false;
    told?.(undefined);
  });
  return {
    write: (...words) =>
      new Promise((resolve) => {
        const kept: number[] = [];
        told = (line) => {
          if (line === undefined || line === 'end') resolve(kept);
          else kept.push(Number(line));
        };
        if (alive) stdin.write(`${JSON.stringify(words)}\n`);
        else resolve(kept);
      }),
    kill: () => child.kill('SIGKILL'),
    get alive() {
      return alive;
    },
  };
}
