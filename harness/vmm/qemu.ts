// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { hostAbilities } from '../confine/abilities.js';
import { plainEnvironment } from '../core/child.js';
import { type Foreign, foreignLines, says } from '../core/foreign.js';
import { timerMs } from '../core/numbers.js';
import { killGroup } from '../core/tool.js';
import { confinedQemu } from './confined-qemu.js';
import { type ConsoleVerdict, watchConsole } from './console-watch.js';
import { keepErrors } from './error-tail.js';
import { kvmFailure, saysStopped } from './kvm-words.js';
import { keepConsole } from './timed-console.js';
import { pinned, qemuArgv } from './qemu-argv.js';
import { qemuProtection } from './qemu-protection.js';
import { type QemuSandbox, trySandbox } from './sandbox.js';
import { qemuVersion } from './qemu-version.js';
import type { Monitor, VmExit, VmSpec } from './types.js';

const PROGRAM = 'qemu-system-x86_64';

/** Time in which a plugin writes a profile. */
const WRITE_MS = 20_000;

/** Time in which QEMU writes a page of registers. */
const DUMP_MS = 200;

/**
 * QEMU with its microvm machine type.
 * @param program name or path of the binary.
 */
export function createQemu(program: string = process.env['LUPINE_BENCH_QEMU'] ?? PROGRAM): Monitor {
  let tried: Promise<QemuSandbox> | undefined;
  const sandbox = async (): Promise<QemuSandbox> => {
    tried ??= trySandbox(program);
    tried.catch(() => (tried = undefined));
    return await tried;
  };
  return {
    name: 'qemu',
    clocks: ['deterministic', 'wall'],
    endings: ['debug-exit', 'reset'],
    devices: ['serial', 'virtio-blk', 'virtio-net'],
    kernels: ['elf-pvh', 'bzimage'],
    profiles: true,
    version: () => qemuVersion(program),
    argv: async (spec) => [...pinned(spec.cpus), ...qemuArgv(program, spec, (await sandbox()).words)],
    run: async (spec, signal) => await runQemu(program, spec, await sandbox(), signal),
    protection: async (signal) => qemuProtection(await hostAbilities(signal), (await sandbox()).refused),
  };
}

async function runQemu(
  program: string,
  spec: VmSpec,
  sandbox: QemuSandbox,
  signal?: AbortSignal,
): Promise<VmExit> {
  const [confine, confined] = await confinedQemu(program, spec, sandbox, signal);
  signal?.throwIfAborted();
  const timed = spec.clock === 'wall';
  // Pinned first: between the announcement and QEMU there is no other program.
  const [file = '', ...words] = [...(spec.tap?.enter ?? []), ...pinned(spec.cpus), confine, ...confined];
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
    // With a profile QEMU may first write what it has counted.
    if (spec.profile === undefined || why === 'console-limit' || child.pid === undefined) {
      end();
      return;
    }
    killGroup(child.pid, 'SIGTERM');
    killing ??= setTimeout(end, WRITE_MS);
  };
  const timedConsole =
    child.stdout === null ? undefined : keepConsole(child.stdout, spec, () => stop('console-limit'));
  // QEMU prints the CPU's registers behind the line, and then stays alive with the machine paused.
  let dumping: NodeJS.Timeout | undefined;
  const errors = keepErrors(child.stderr, saysStopped, () => {
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
    const result = await child;
    over.abort();
    const fault = await watched;
    const awaitedNs = await timedConsole?.();
    const stderr = await errors.ended();
    signal?.throwIfAborted();
    if (fault !== undefined) throw fault.error;
    return {
      ...outcome(stopped, result, stderr),
      stderr,
      argv: [...pinned(spec.cpus), ...qemuArgv(program, spec, sandbox.words)],
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

/**
 * With these words QEMU aborts over what a guest did, e.g. one that writes where it has no memory while instructions are
 * counted. An assertion of QEMU's own is worded otherwise.
 */
const GAVE_UP = /^qemu: fatal: /m;

/** Why a guest was stopped by this process. */
type Stopped = 'timeout' | ConsoleVerdict;

function outcome(
  stopped: Stopped | undefined,
  result: { exitCode?: number | undefined; signal?: string | undefined },
  stderr: Foreign,
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  // First: a time limit that came after it must not hide it.
  if (foreignLines(stderr).some(saysStopped)) return { kind: 'kvm-failed' };
  if (stopped !== undefined) return { kind: stopped };
  if (result.signal === 'SIGABRT' && says(stderr, GAVE_UP)) return { kind: 'gave-up' };
  if (result.signal === 'SIGXFSZ') return { kind: 'console-limit' };
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
