// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GuestReport } from '../../harness/boot/types.js';
import { vmmTime } from '../../harness/boot/vmm-time.js';
import { artifactOf } from '../../harness/core/artifact.js';
import { DISK_ROOT } from '../../harness/image/boot-image.js';
import { bootLocally } from '../support/boot.js';
import { standIn } from '../support/stand-in.js';
import { KERNEL_TIMEOUT, guestKernel, rootOf } from '../support/guest.js';

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
  it('is taken in a boot under the wall clock, between the start of the VMM and its end', async () => {
    const { artifacts } = await rootOf('hello', { clock: 'wall' });
    const { result: boot } = await bootLocally({
      with: standIn(),
      kernel: await guestKernel(),
      files: [artifactOf(artifacts, 'disk')],
      cmdline: `reboot=t panic=-1 earlyprintk=serial,ttyS0,115200,keep quiet ${DISK_ROOT}`,
      ...{ clock: 'wall', idle: 'real' },
    });
    assert.equal(boot.ending, 'ok', boot.failure?.message);
    const { vmmNs = 0, hostMs } = boot;
    assert.ok(vmmNs > 0 && vmmNs < hostMs * 1e6, `${vmmNs} ns of ${hostMs} ms`);
  });
});
