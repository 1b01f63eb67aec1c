// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { boundToThisProcess, plainEnvironment } from '../core/child.js';
import { measureError } from '../core/errors.js';
import { killGroup } from '../core/tool.js';
import { probeKvm } from './kvm-probe.js';
import { qemuArgv } from './qemu-argv.js';
import type { VmExit, VmSpec, Vmm, VmmCapabilities } from './types.js';

const PROGRAM = 'qemu-system-x86_64';

/**
 * QEMU with its microvm machine type.
 * @param program name or path of the binary.
 */
export function createQemu(program: string = process.env['LUPINE_BENCH_QEMU'] ?? PROGRAM): Vmm {
  const qemu: Vmm = {
    name: 'qemu',
    argv: (spec) => qemuArgv(program, spec),
    run: (spec, signal) => runQemu(qemuArgv(program, spec), spec, signal),
    probe: async (signal): Promise<VmmCapabilities> => {
      const version = await qemuVersion(program);
      return { name: 'qemu', version, ...(await probeKvm(qemu, version, signal)) };
    },
  };
  return qemu;
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
      'Install the package qemu-system-x86 (`make setup` does), or name the program in LUPINE_BENCH_QEMU.',
    );
  }
  return version;
}

async function runQemu(argv: string[], spec: VmSpec, signal?: AbortSignal): Promise<VmExit> {
  signal?.throwIfAborted();
  const [program = '', ...args] = argv;
  const [file, guarded] = boundToThisProcess(program, args);
  const began = process.hrtime.bigint();
  const child = execa(file, guarded, {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
    stdout: 'ignore',
  });
  let timedOut = false;
  const end = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, spec.timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  try {
    const result = await child;
    signal?.throwIfAborted();
    return {
      ...outcome(timedOut, result),
      stderr: result.stderr,
      argv,
      hostMs: Number(process.hrtime.bigint() - began) / 1e6,
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function outcome(
  timedOut: boolean,
  result: { exitCode?: number | undefined; signal?: string | undefined },
): Pick<VmExit, 'kind' | 'status' | 'signal'> {
  if (timedOut) return { kind: 'timeout' };
  if (result.exitCode === undefined)
    return { kind: 'vmm-failed', ...(result.signal ? { signal: result.signal } : {}) };
  // 0: the guest reset itself (-no-reboot). Odd: isa-debug-exit. 125..127: the program did not start. 1 with a message
  // on stderr is told apart by the caller, who knows whether the guest spoke.
  return {
    kind: result.exitCode >= 125 && result.exitCode <= 127 ? 'vmm-failed' : 'exited',
    status: result.exitCode,
  };
}
