// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { groupBoundToThisProcess, plainEnvironment } from './child.js';
import { measureError } from './errors.js';
import { hasCode, makeFolder } from './files.js';
import { type Foreign, foreign } from './foreign.js';
import { displayPath } from './paths.js';
import { printable } from './printable.js';

/** How to run a tool whose failure the user must understand. */
export interface ToolOptions {
  cwd?: string;
  /** Added to the plain environment (C locale, UTC). */
  env?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** File that receives everything the tool prints. */
  log?: string;
  /** Called with each line of either stream. */
  onLine?: (line: Foreign) => void;
  /** Stable code of the error thrown on failure. */
  code: string;
  /** What the reader can do after a failure. */
  next?: string;
}

/** What an error says of a tool that failed: so many lines, and so much of each. */
const TAIL = 15;
const LONGEST_LINE = 4000;

/**
 * Runs a tool to its end in a process group of its own, which dies with this process or on abort, children included.
 * @returns standard output.
 * @throws BenchError with the given code, the tool's last lines and the log's place; an AbortError when aborted.
 */
export async function runTool(file: string, args: readonly string[], options: ToolOptions): Promise<Foreign> {
  options.signal?.throwIfAborted();
  const log = options.log === undefined ? undefined : await openLog(options.log);
  const [guard, guarded] = groupBoundToThisProcess(file, args);
  const child = execa(guard, guarded, {
    cwd: options.cwd ?? '/',
    env: { ...plainEnvironment, HOME: process.env['HOME'] ?? '/', ...options.env },
    extendEnv: false,
    reject: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
    all: true,
    maxBuffer: 64 * 1024 * 1024,
  });
  const kill = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  options.signal?.addEventListener('abort', kill, { once: true });
  // The watcher lives as long as its pipe; without this it would keep us waiting for the pipe's end.
  child.once('exit', kill);
  const tail: string[] = [];
  const readLines = async (): Promise<void> => {
    for await (const line of child.iterable({ from: 'all' })) {
      tail.push(printable(line, LONGEST_LINE));
      if (tail.length > TAIL) tail.shift();
      log?.write(`${line}\n`);
      options.onLine?.(foreign(line));
    }
  };
  try {
    await readLines().catch(() => undefined);
    const result = await child;
    options.signal?.throwIfAborted();
    if (result.exitCode === 0) return foreign(result.stdout);
    const how =
      result.exitCode === undefined
        ? `was ended by ${result.signal ?? 'a signal'}`
        : `failed (exit ${result.exitCode})`;
    const where = options.log === undefined ? '' : `\nfull log: ${displayPath(options.log)}`;
    throw measureError(
      options.code,
      `${file} ${how}.${tail.length === 0 ? '' : `\n  ${tail.join('\n  ')}`}${where}`,
      options.next ?? 'Correct the cause shown above and run the command again.',
    );
  } finally {
    options.signal?.removeEventListener('abort', kill);
    kill();
    await new Promise<void>((resolve) => (log === undefined ? resolve() : log.end(resolve)));
  }
}

/** Ends a process group; one that is already gone is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH', 'EPERM')) throw error;
  }
}

async function openLog(path: string): Promise<ReturnType<typeof createWriteStream>> {
  await makeFolder(dirname(path));
  const log = createWriteStream(path);
  // A log on a full disk must not stop the work it describes.
  log.on('error', () => undefined);
  return log;
}
