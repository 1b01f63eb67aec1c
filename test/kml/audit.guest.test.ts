// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { testKernel } from './support/kernels.js';

describe('KML: auditing', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(2 * KERNEL_TIMEOUT);
    await testKernel('plain');
    await testKernel('kml');
  });

  it('records near calls as it records traps, and every call still works under it', async () => {
    const commands = ['audit', 'registers', 'births 50', 'restart'];
    const options = { cmdline: 'audit=1 audit_backlog_limit=8192' };
    const plain = await bootQuietly(await testKernel('plain'), commands, options);
    const kml = await bootQuietly(await testKernel('kml'), commands, options);
    for (const command of commands) {
      assert.deepEqual(passedLines(kml.of(command)), passedLines(plain.of(command)), command);
    }
  });
});
