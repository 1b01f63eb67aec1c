// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { packagePath } from '../../harness/core/paths.js';

/** Who writes what. */
export interface WriterParts {
  kind: 'folder' | 'branch';
  where: string;
  first: number;
  count: number;
  remote?: string;
}

/** A process that writes points. */
export interface Writer {
  /** Numbers of the points of which it said that they are kept, when it has ended. */
  kept: Promise<number[]>;
  /** Kills it, with everything that it started, after so long. */
  killAfter(ms: number): Promise<void>;
}

/** Starts one. */
export function startWriter({ kind, where, first, count, remote }: WriterParts): Writer {
  const script = packagePath('dist', 'test', 'history', 'writer.js');
  const more = remote === undefined ? [] : [remote];
  const child = spawn('node', [script, kind, where, `${first}`, `${count}`, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    kept: linesOf(child),
    killAfter: async (ms) => {
      await sleep(ms);
      child.kill('SIGKILL');
    },
  };
}

async function linesOf(child: ChildProcess): Promise<number[]> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(child, 'close');
  // A line that was cut off says nothing.
  return text.split('\n').slice(0, -1).map(Number);
}
