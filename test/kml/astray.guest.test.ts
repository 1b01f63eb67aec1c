// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { addressesOf } from './support/addresses.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { effort } from './support/effort.js';
import { testKernel } from './support/kernels.js';

/** A function of the kernel that calls reach. */
const FUNCTION = '__x64_sys_getppid';
const CALLS = effort(10, 100);

describe("KML: an NMI while the kernel runs code of the user's", function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  it("is one of the kernel's, and leaves the registers of the call alone", async () => {
    const kernel = await testKernel('kml');
    const { load: landing, entries } = await addressesOf(kernel, [FUNCTION], 'landing');
    const place = entries.get(FUNCTION) ?? assert.fail(FUNCTION);
    const load = `landings ${CALLS}`;
    let struck = 0;
    const boot = await bootQuietly(kernel, [load, 'nmis'], {
      debugger: 'debugger',
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.breakAt(place);
        for (; await machine.run(); struck++) {
          await machine.jump(landing);
          await machine.monitor('nmi');
        }
      },
    });
    passedLines(boot.of(load));
    assert.ok(struck >= 2 * CALLS, `${struck} NMIs`);
    assert.ok(passedLines(boot.of('nmis')).includes(`nmis ${struck}`));
  });
});
