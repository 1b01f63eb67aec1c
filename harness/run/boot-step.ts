// SPDX-License-Identifier: Apache-2.0
import { runBoot } from '../boot/boot.js';
import type { BootResult } from '../boot/types.js';
import { bootUnderLoad } from '../load/boot.js';
import { DISK_ROOT, type ReadyStep } from './context.js';

/**
 * Makes the boot of a step, its app loaded from where the scenario says.
 * @throws what `runBoot` and `bootUnderLoad` throw.
 */
export async function bootOf(ready: ReadyStep): Promise<BootResult> {
  const { step, scenario, plan, folder, vmm, signal, load, clientCpu } = ready;
  const request = {
    vmm,
    signal,
    spec: {
      kernel: ready.kernel.vmlinux.path,
      ...rootOf(ready),
      memoryMib: scenario.memory_mib,
      clock: plan.clock,
      ...(ready.cpus === undefined ? {} : { cpus: ready.cpus }),
      timeoutMs: scenario.timeout_s * 1000,
      consolePath: folder.consolePath(step),
    },
  };
  if (load === undefined || clientCpu === undefined) return await runBoot(request);
  return await bootUnderLoad({
    ...request,
    load: {
      ...load,
      cpu: clientCpu,
      outputPath: (client) => folder.consolePath(step).replace(/log$/, client),
    },
  });
}

/** The root in memory under the deterministic clock, on a disk under the wall clock; the same tree in both. */
function rootOf({ plan, rootfs, used: { cmdline } }: ReadyStep): {
  initramfs?: string;
  disk?: string;
  cmdline: string;
} {
  return plan.clock === 'deterministic'
    ? { initramfs: rootfs.initramfs.path, cmdline }
    : { disk: rootfs.ext2.path, cmdline: `${cmdline} ${DISK_ROOT}` };
}
