// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import { KERNEL_TIMEOUT, guestKernel } from '../support/guest.js';
import { bootLibcTests, libcTests } from '../support/libc.js';

describe('the patched C library in a guest', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => guestKernel());

  for (const linking of ['static', 'dynamic'] as const) {
    it(`passes its tests, ${linking}`, async () => {
      const { decoded } = await bootLibcTests(linking);
      assert.equal(decoded.ending, 'ok', rawText(decoded.app.stderr) || decoded.failure?.message);
      const [how = '', ...passed] = rawText(decoded.app.stdout).trim().split('\n');
      assert.match(how, /^ring 3, entry by trap$|^ring 0, entry by call$/);
      const names = await libcTests();
      assert.ok(names.length > 20);
      assert.deepEqual(passed, names);
    });
  }
});
