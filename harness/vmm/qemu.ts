// SPDX-License-Identifier: Apache-2.0
import { hostAbilities } from '../confine/abilities.js';
import { confinedQemu } from './confined-qemu.js';
import { saysStopped } from './kvm-words.js';
import { outcome } from './outcome.js';
import { QEMU } from './names.js';
import { WRITE_MS, pinned, qemuArgv } from './qemu-argv.js';
import { carriedQemu } from './qemu-carried.js';
import { monitorProtection } from './monitor-protection.js';
import { trySandbox } from './sandbox.js';
import type { QemuSandbox } from './there.js';
import { qemuVersion } from './qemu-version.js';
import { runMonitor } from './run-monitor.js';
import type { Monitor, VmExit, VmSpec } from './types.js';

const PROGRAM = 'qemu-system-x86_64';

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
    name: QEMU,
    clocks: ['deterministic', 'wall'],
    endings: ['debug-exit', 'reset'],
    devices: ['serial', 'virtio-blk', 'virtio-net'],
    kernels: ['elf-pvh', 'bzimage'],
    profiles: true,
    carried: carriedQemu,
    version: () => qemuVersion(program),
    argv: async (spec) => [...pinned(spec.cpus), ...qemuArgv(program, spec, (await sandbox()).words)],
    run: async (spec, signal) => await runQemu(program, spec, await sandbox(), signal),
    protection: async (signal) => monitorProtection(await hostAbilities(signal), (await sandbox()).refused),
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
  const { stopped, result, ...ended } = await runMonitor(
    {
      // Pinned first: between the announcement and QEMU there is no other program.
      command: [...(spec.tap?.enter ?? []), ...pinned(spec.cpus), confine, ...confined],
      ...{ spec, timed: spec.clock === 'wall' },
      // QEMU prints the CPU's registers behind the line, and then stays alive with the machine paused.
      isFatal: saysStopped,
      // With a profile QEMU may first write what it has counted.
      graceMs: spec.profile === undefined ? undefined : WRITE_MS,
    },
    signal,
  );
  return {
    ...outcome(stopped, result, ended.stderr),
    ...ended,
    argv: [...pinned(spec.cpus), ...qemuArgv(program, spec, sandbox.words)],
  };
}
