// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { groupBoundToThisProcess, plainEnvironment } from './child.js';
import { type BenchError, measureError } from './errors.js';
import { displayPath } from './paths.js';
import { printable } from './printable.js';
import { type ToolOptions, killGroup } from './tool.js';

/** One word of a command line, or several. */
type Words = string | number | readonly string[];

/** Runs a command line of bash: `` run`tar -xf ${file} -C ${folder}` ``. Every value is quoted, a list as so many words. */
export type RunLine = (pieces: TemplateStringsArray, ...values: readonly Words[]) => Promise<void>;

/** What an error says of programs that failed: so many lines, and so much of each. */
const TAIL = 15;
const LONGEST_LINE = 4000;

/**
 * Drives programs that do one thing after the other, or hand on what they have: fetch, unpack, configure, pack. A line that fails
 * anywhere fails as a whole. Like a tool that is run alone, the programs die with this process or on abort, with their children.
 * @returns what runs one line with these options.
 * @throws BenchError with the given code, the programs' last lines and the log's place; an AbortError when aborted.
 */
export function programs(options: Omit<ToolOptions, 'onLine'>): RunLine {
  // The log of an earlier time goes, that of an earlier line stays.
  let flags = 'w';
  return async (pieces, ...values) => {
    const { signal, log } = options;
    signal?.throwIfAborted();
    // Not before it is needed: most commands need nothing of it.
    const { $, quote } = await import('zx/core');
    const kept = log === undefined ? undefined : createWriteStream(log, { flags });
    flags = 'a';
    // A log on a full disk must not stop the work it describes.
    kept?.on('error', () => undefined);
    let group: number | undefined;
    const kill = (): void => {
      if (group !== undefined) killGroup(group);
    };
    const start = (line: string, _none: unknown, { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv }) => {
      const [guard, guarded] = groupBoundToThisProcess('bash', ['-c', line]);
      const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const;
      const child = spawn(guard, guarded, { cwd, env, detached: true, stdio: [...stdio] });
      group = child.pid;
      // The watcher lives as long as its pipe; without this it would keep us waiting for the pipe's end.
      child.once('exit', kill);
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => kept?.write(data));
      return child;
    };
    signal?.addEventListener('abort', kill, { once: true });
    try {
      const output = await $({
        cwd: options.cwd ?? '/',
        env: { ...plainEnvironment, HOME: process.env['HOME'] ?? '/', ...options.env },
        ...{ shell: 'bash', prefix: 'set -euo pipefail; ', postfix: '', quote },
        ...{ quiet: true, verbose: false, nothrow: true, preferLocal: false },
        spawn: start as unknown as typeof spawn,
      })(pieces, ...values);
      signal?.throwIfAborted();
      if (!output.ok) throw failed(pieces, output, options);
    } finally {
      signal?.removeEventListener('abort', kill);
      kill();
      await new Promise<void>((resolve) => (kept === undefined ? resolve() : kept.end(resolve)));
    }
  };
}

/** How a line ended, as zx has it. */
interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Both streams, as they came. */
  stdall: string;
  /** Why it was not even started. */
  cause: Error | null;
}

function failed(
  pieces: readonly string[],
  { exitCode, signal, stdall, cause }: Ended,
  { code, next, log }: ToolOptions,
): BenchError {
  const unquoted = pieces.join(' ').replaceAll(/'[^']*'|"[^"]*"/g, '');
  const [name = ''] = unquoted
    .replace(/^.*;/s, '')
    .trim()
    .replace(/^exec /, '')
    .split(/\s/);
  const ended = signal === null && cause !== null ? cause.message : `was ended by ${signal ?? 'a signal'}`;
  const how = exitCode === null ? ended : `failed (exit ${exitCode})`;
  const tail = stdall.split('\n').filter(Boolean).slice(-TAIL);
  const words = tail.map((line) => `\n  ${printable(line, LONGEST_LINE)}`).join('');
  const where = log === undefined ? '' : `\nfull log: ${displayPath(log)}`;
  return measureError(
    code,
    `${name} ${how}.${words}${where}`,
    next ?? 'Correct the cause shown above and run the command again.',
  );
}
