// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { boundToThisProcess, plainEnvironment } from '../core/child.js';
import { measureError } from '../core/errors.js';
import { type Foreign, foreignLines, says } from '../core/foreign.js';
import { setupCommand } from '../core/invocation.js';
import { timerMs } from '../core/numbers.js';
import { killGroup } from '../core/tool.js';
import { keepErrors } from './error-tail.js';
import { kvmFailure, saysStopped } from './kvm-words.js';
import { keepConsole } from './timed-console.js';
import { pinned, qemuArgv } from './qemu-argv.js';
import type { Monitor, VmExit, VmSpec } from './types.js';

const PROGRAM = 'qemu-system-x86_64';

/** Time in which QEMU writes a page of registers. */
const DUMP_MS = 200;

/**
 * QEMU with its microvm machine type.
 * @param program name or path of the binary.
 */
export function createQemu(program: string = process.env['LUPINE_BENCH_QEMU'] ?? PROGRAM): Monitor {
  return {
    name: 'qemu',
    clocks: ['deterministic', 'wall'],
    endings: ['debug-exit', 'reset'],
    devices: ['serial', 'virtio-blk', 'virtio-net'],
    kernels: ['elf-pvh', 'bzimage'],
    version: () => qemuVersion(program),
    argv: (spec) => [...pinned(spec.cpus), ...qemuArgv(program, spec)],
    run: (spec, signal) => runQemu(qemuArgv(program, spec), spec, signal),
  };
}

/**
 * QEMU's version as it prints it, e.g. `7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`.
 * @throws BenchError `QEMU_MISSING` (exit 3).
 */
export async function qemuVersion(program: string): Promise<string> {
  const { stdout, exitCode } = await execa(program, ['--version'], { env: plainEnvironment, reject: false });
  const version = /version (.+)/.exec(stdout)?.[1];
  if (exitCode !== 0 || version === undefined) {
    throw measureError(
      'QEMU_MISSING',
      `${program} is not on this machine or does not start.`,
      `Install the package qemu-system-x86 (\`${setupCommand()}\` does), or name the program in LUPINE_BENCH_QEMU.`,
    );
  }
  return version;
}

async function runQemu(qemu: string[], spec: VmSpec, signal?: AbortSignal): Promise<VmExit> {
  signal?.throwIfAborted();
  const [program = '', ...args] = qemu;
  const timed = spec.clock === 'wall';
  const guarded = boundToThisProcess(program, args, timed);
  // Pinned first: between the announcement and QEMU there is no other program.
  const [file = '', ...words] = [...(spec.tap?.enter ?? []), ...pinned(spec.cpus), guarded[0], ...guarded[1]];
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
  const timedConsole = child.stdout === null ? undefined : keepConsole(child.stdout, spec);
  let stopped: 'timeout' | 'lost' | undefined;
  const end = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  // QEMU prints the CPU's registers behind the line, and then stays alive with the machine paused.
  let dumping: NodeJS.Timeout | undefined;
  const errors = keepErrors(child.stderr, saysStopped, () => {
    dumping = setTimeout(end, DUMP_MS);
  });
  const timer = setTimeout(() => {
    stopped = 'timeout';
    end();
  }, timerMs(spec.timeoutMs));
  const stopWatching = watchConsole(spec, () => {
    stopped ??= 'lost';
    end();
  });
  signal?.addEventListener('abort', end, { once: true });
  try {
    const result = await child;
    const awaitedNs = await timedConsole?.();
    const stderr = await errors.ended();
    signal?.throwIfAborted();
    return {
      ...outcome(stopped, result, stderr),
      stderr,
      argv: [...pinned(spec.cpus), ...qemu],
      ...(awaitedNs === undefined ? {} : { awaitedNs }),
      hostMs: Number(process.hrtime.bigint() - began) / 1e6,
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(dumping);
    stopWatching();
    signal?.removeEventListener('abort', end);
  }
}

/**
 * With these words QEMU aborts over what a guest did, e.g. one that writes where it has no memory while instructions are
 * counted. An assertion of QEMU's own is worded otherwise.
 */
const GAVE_UP = /^qemu: fatal: /m;

function outcome(
  stopped: 'timeout' | 'lost' | undefined,
  result: { exitCode?: number | undefined; signal?: string | undefined },
  stderr: Foreign,
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  // First: a time limit that came after it must not hide it.
  if (foreignLines(stderr).some(saysStopped)) return { kind: 'kvm-failed' };
  if (stopped !== undefined) return { kind: stopped };
  if (result.signal === 'SIGABRT' && says(stderr, GAVE_UP)) return { kind: 'gave-up' };
  const ownEnd = result.signal === 'SIGABRT' || result.exitCode === 1;
  if (ownEnd && kvmFailure(stderr) !== undefined) return { kind: 'kvm-failed' };
  if (result.exitCode === undefined)
    return { kind: 'vmm-failed', ...(result.signal ? { signal: result.signal } : {}) };
  // 0: the guest reset itself (-no-reboot). Odd: isa-debug-exit. 125..127: the program did not start. 1 with a message
  // on stderr is told apart by the caller, who knows whether the guest spoke.
  return {
    kind: result.exitCode >= 125 && result.exitCode <= 127 ? 'vmm-failed' : 'exited',
    status: result.exitCode,
  };
}

const WATCH_MS = 500;

/** Calls `onLost` when the guest was lost at two looks in a row: a panic gets the time to end the machine itself. */
function watchConsole({ consolePath, isLost }: VmSpec, onLost: () => void): () => void {
  if (isLost === undefined) return () => undefined;
  let looks = 0;
  const look = async (): Promise<void> => {
    const console = await readFile(consolePath).catch(() => Buffer.alloc(0));
    looks = isLost(console) ? looks + 1 : 0;
    if (looks === 2) onLost();
  };
  const timer = setInterval(() => void look(), WATCH_MS);
  return () => {
    clearInterval(timer);
  };
}
