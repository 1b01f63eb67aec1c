// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { hostAbilities } from '../confine/abilities.js';
import { plainEnvironment } from '../core/child.js';
import { timerMs } from '../core/numbers.js';
import { killGroup } from '../core/tool.js';
import { confinedQemu } from './confined-qemu.js';
import { watchConsole } from './console-watch.js';
import { keepErrors } from './error-tail.js';
import { saysStopped } from './kvm-words.js';
import { type Stopped, outcome } from './outcome.js';
import { keepConsole } from './timed-console.js';
import { WRITE_MS, pinned, qemuArgv } from './qemu-argv.js';
import { carriedQemu } from './qemu-carried.js';
import { qemuProtection } from './qemu-protection.js';
import { trySandbox } from './sandbox.js';
import type { QemuSandbox } from './there.js';
import { qemuVersion } from './qemu-version.js';
import type { Monitor, VmExit, VmSpec } from './types.js';

const PROGRAM = 'qemu-system-x86_64';

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
    carried: carriedQemu,
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
