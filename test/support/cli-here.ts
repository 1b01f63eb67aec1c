// SPDX-License-Identifier: Apache-2.0
import { EventEmitter } from 'node:events';
import { start } from '../../harness/cli/start.js';
import { withEnvironment } from './temp.js';

/** What a command of the program left. */
export interface Ended {
  exitCode: number;
  /** Without a newline at the end. */
  stdout: string;
  stderr: string;
}

/**
 * Runs `lupine-bench` as a process of its own would, but in this one, which is many times as fast. For what is said and with
 * which exit code; what belongs to the process itself (signals, streams) needs a real one.
 * @param folder where the user is; this process is there as long as the command runs.
 */
export async function benchHere(
  args: readonly string[],
  env: Record<string, string> = {},
  folder = process.cwd(),
): Promise<Ended> {
  const [stdout, stderr] = [stream(), stream()];
  const host = Object.assign(new EventEmitter(), {
    ...{ argv: ['node', 'lupine-bench', ...args], env: { ...process.env, ...env }, stdout, stderr },
    ...{ exitCode: undefined as number | undefined, cwd: () => process.cwd() },
    chdir: (to: string) => {
      process.chdir(to);
    },
    exit: () => {
      throw new Error('the program ended the process');
    },
  });
  await within(Object.entries(env), () => inFolder(folder, () => start(host as unknown as NodeJS.Process)));
  const text = (from: { words: string[] }): string => from.words.join('').replace(/\n$/, '');
  return { exitCode: host.exitCode ?? 0, stdout: text(stdout), stderr: text(stderr) };
}

/** A stream that is no terminal, and what was written to it. */
function stream() {
  const words: string[] = [];
  return Object.assign(new EventEmitter(), {
    words,
    isTTY: false,
    write: (text: string) => words.push(text),
  });
}

async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await work();
  } finally {
    process.chdir(before);
  }
}

async function within(
  [first, ...others]: readonly [string, string][],
  work: () => Promise<void>,
): Promise<void> {
  if (first === undefined) await work();
  else await withEnvironment(first[0], first[1], () => within(others, work));
}
