// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { hostAbilities } from '../../harness/confine/abilities.js';
import { monitorParts } from '../../harness/vmm/monitor-protection.js';
import { KERNEL_TIMEOUT, bootGuest, guestKernel, rootOf } from '../support/guest.js';
import { rightsOfQemu } from '../support/processes.js';

describe('the QEMU of a boot', function () {
  this.timeout(KERNEL_TIMEOUT);

  for (const root of ['initrd', 'disk']) {
    it(`has a user without rights, and filtered system calls, while a guest runs from its ${root}`, async () => {
      await guestKernel();
      const boot = { ...(await rootOf('hello')), disk: root === 'disk' };
      const [rights, { result }] = await Promise.all([rightsOfQemu(process.pid), bootGuest(boot)]);
      assert.equal(result.ending, 'ok', result.failure?.message);
      const { uid, ...others } = rights ?? assert.fail('it was not seen');
      assert.deepEqual(others, { capabilities: '0000000000000000', noNewPrivileges: true, seccomp: 2 });
      const own = monitorParts(await hostAbilities(), []).has('user');
      assert.ok(own ? uid > 1000 : uid === process.getuid?.(), `${uid}`);
    });
  }
});
