// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runBoot } from '../../harness/boot/boot.js';
import type { GuestReport } from '../../harness/boot/types.js';
import { vmmTime } from '../../harness/boot/vmm-time.js';
import { projectRoot } from '../../harness/core/paths.js';
import { DISK_ROOT } from '../../harness/run/context.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { KERNEL_TIMEOUT, guestKernel, rootOf } from '../support/guest.js';
import { inTemp } from '../support/temp.js';

const reported = (tsc: Record<string, bigint>, tscHz = 2_000_000_000n): GuestReport => ({
  tsc,
  tscHz,
  tscSource: 'cpuid-15',
  clients: [],
  ready: true,
  checks: 0,
  notes: [],
});

describe("the time to PID 1 on the host's clock", function () {
  this.timeout(KERNEL_TIMEOUT);

  it('is the arrival of the first frame less what passed in the guest since PID 1', () => {
    // 30 million counts at 2 GHz are 15 ms.
    const report = reported({ frame: 70_000_000n, pid1: 40_000_000n });
    assert.equal(vmmTime(100_000_000, report), 85_000_000);
  });
  it('is exact for counters that no number holds', () => {
    const report = reported({ frame: 2n ** 63n + 3n, pid1: 2n ** 63n + 1n }, 1_000_000_000n);
    assert.equal(vmmTime(10, report), 8);
  });
  it('is unknown without all of its marks, or when they contradict each other', () => {
    const marks = { frame: 70n, pid1: 40n };
    assert.equal(vmmTime(undefined, reported(marks)), undefined);
    assert.equal(vmmTime(100, undefined), undefined);
    assert.equal(vmmTime(100, reported({ pid1: 40n })), undefined);
    assert.equal(vmmTime(100, reported({ frame: 70n })), undefined);
    assert.equal(vmmTime(100, reported(marks, 0n)), undefined);
    assert.equal(vmmTime(100, reported({ frame: 40n, pid1: 70n })), undefined);
    assert.equal(vmmTime(15, reported(marks)), undefined);
  });
  it('is taken in a boot under the wall clock, between the start of the VMM and its end', () =>
    inTemp(async (dir) => {
      const [kernel, { ext2 }] = [await guestKernel(), await rootOf('hello', { clock: 'wall' })];
      const boot = await runBoot({
        vmm: createQemu(join(projectRoot, 'test', 'support', 'tcg-qemu.sh')),
        spec: {
          kernel,
          disk: ext2.path,
          cmdline: `reboot=t panic=-1 earlyprintk=serial,ttyS0,115200,keep quiet ${DISK_ROOT}`,
          memoryMib: 256,
          clock: 'wall',
          timeoutMs: 60_000,
          consolePath: join(dir, 'console, with comma'),
        },
      });
      assert.equal(boot.ending, 'ok', boot.failure?.message);
      const { vmmNs = 0, hostMs } = boot;
      assert.ok(vmmNs > 0 && vmmNs < hostMs * 1e6, `${vmmNs} ns of ${hostMs} ms`);
    }));
});
