// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { artifactOf } from '../../harness/core/artifact.js';
import { DISK_ROOT } from '../../harness/image/boot-image.js';
import { bootLocally } from '../support/boot.js';
import { standIn } from '../support/stand-in.js';
import { KERNEL_TIMEOUT, guestKernel, rootOf } from '../support/guest.js';

describe('the time to PID 1 of a boot', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('is taken in a boot under the wall clock, between the start of the VMM and its end', async () => {
    const { rootfs, job } = await rootOf('hello', { clock: 'wall' });
    const { result: boot } = await bootLocally({
      with: standIn(),
      kernel: await guestKernel(),
      files: [artifactOf(rootfs.artifacts, 'disk')],
      cmdline: `reboot=t panic=-1 earlyprintk=serial,ttyS0,115200,keep quiet ${DISK_ROOT}`,
      ...{ clock: 'wall', idle: 'real', job },
    });
    assert.equal(boot.ending, 'ok', boot.failure?.message);
    const { vmmNs = 0, hostMs } = boot;
    assert.ok(vmmNs > 0 && vmmNs < hostMs * 1e6, `${vmmNs} ns of ${hostMs} ms`);
  });
});
