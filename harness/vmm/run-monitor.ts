// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import type { Foreign } from '../core/foreign.js';
import { timerMs } from '../core/numbers.js';
import { killGroup } from '../core/tool.js';
import { watchConsole } from './console-watch.js';
import { keepErrors } from './error-tail.js';
import type { Stopped } from './outcome.js';
import { keepConsole } from './timed-console.js';
import type { VmExit, VmSpec } from './types.js';

/** Time in which a monitor writes what belongs to its last words, such as registers, ms. */
const DUMP_MS = 200;

/** A monitor to run. */
export interface MonitorRun {
  /** All words, program first. */
  command: readonly string[];
  spec: VmSpec;
  /** True for a console that comes on standard output, behind the byte that announces the monitor; else it is a file that the monitor writes. */
  timed: boolean;
  /** Whether a line of its standard error says that it will not end by itself any more. */
  isFatal: (line: Foreign) => boolean;
  /** Time that it gets to write something before it is killed, ms; none when missing. */
  graceMs?: number | undefined;
}

/** How the process of a monitor ended. */
export interface MonitorEnd extends Pick<VmExit, 'stderr' | 'awaitedNs' | 'hostMs'> {
  /** Why it was stopped by who watches it, when it was. */
  stopped: Stopped | undefined;
  result: { exitCode?: number | undefined; signal?: string | undefined };
}

/**
 * Runs a monitor to its end: within its time limit, with its console watched and kept. Never leaves a process behind.
 * @throws an AbortError when interrupted, and what the watch throws.
 */
export async function runMonitor(
  { command, spec, timed, isFatal, graceMs }: MonitorRun,
  signal?: AbortSignal,
): Promise<MonitorEnd> {
  const [file = '', ...words] = command;
  const began = process.hrtime.bigint();
  const child = execa(file, words, {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    detached: true,
    stdin: 'ignore',
    stdout: timed ? 'pipe' : 'ignore',
    stderr: 'pipe',
    buffer: false,
  });
  let stopped: Stopped | undefined;
  const end = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  let killing: NodeJS.Timeout | undefined;
  const stop = (why: Stopped): void => {
    stopped ??= why;
    if (graceMs === undefined || why === 'console-limit' || child.pid === undefined) {
      end();
      return;
    }
    killGroup(child.pid, 'SIGTERM');
    killing ??= setTimeout(end, timerMs(graceMs));
  };
  const timedConsole =
    child.stdout === null ? undefined : keepConsole(child.stdout, spec, () => stop('console-limit'));
  let dumping: NodeJS.Timeout | undefined;
  const errors = keepErrors(child.stderr, isFatal, () => {
    dumping = setTimeout(end, DUMP_MS);
  });
  const timer = setTimeout(() => {
    stop('timeout');
  }, timerMs(spec.timeoutMs));
  const over = new AbortController();
  // Never rejects: what it cannot look at stops the guest, and is thrown where somebody waits.
  const watched = watchConsole(spec, over.signal).then(
    (verdict) => {
      if (verdict !== undefined) stop(verdict);
    },
    (error: unknown) => {
      end();
      return { error };
    },
  );
  signal?.addEventListener('abort', end, { once: true });
  try {
    const { exitCode, signal: ended } = await child;
    over.abort();
    const fault = await watched;
    const awaitedNs = await timedConsole?.();
    const stderr = await errors.ended();
    signal?.throwIfAborted();
    if (fault !== undefined) throw fault.error;
    return {
      stopped,
      result: { exitCode, signal: ended },
      stderr,
      ...(awaitedNs === undefined ? {} : { awaitedNs }),
      hostMs: Number(process.hrtime.bigint() - began) / 1e6,
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(dumping);
    clearTimeout(killing);
    over.abort();
    signal?.removeEventListener('abort', end);
  }
}
