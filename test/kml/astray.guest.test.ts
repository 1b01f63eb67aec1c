// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { addressesOf } from './support/addresses.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { effort } from './support/effort.js';
import { testKernel } from './support/kernels.js';
import type { MachineChange } from './support/machine.js';
import { HARMLESS, INTEL_CPU } from './support/machine-check.js';

/** A function of the kernel that calls reach. */
const FUNCTION = '__x64_sys_getppid';
const CALLS = effort(10, 100);

describe("KML: while the kernel runs code of the user's", function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  /** Sends each of the calls astray, has the machine struck there by its monitor, and reads the guest's count of such blows. */
  const strike = async (blow: string, count: string, change: MachineChange = {}): Promise<void> => {
    const kernel = await testKernel('kml');
    const { load: landing, entries } = await addressesOf(kernel, [FUNCTION], 'landing');
    const place = entries.get(FUNCTION) ?? assert.fail(FUNCTION);
    const load = `landings ${CALLS}`;
    let struck = 0;
    const boot = await bootQuietly(kernel, [load, count], {
      debugger: 'debugger',
      ...change,
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.breakAt(place);
        for (; await machine.run(); struck++) {
          await machine.jump(landing);
          await machine.monitor(blow);
        }
      },
    });
    passedLines(boot.of(load));
    assert.ok(struck >= 2 * CALLS, `${struck} times ${blow}`);
    assert.match(passedLines(boot.of(count)).join('\n'), new RegExp(`^\\w+ ${struck}$`, 'm'));
  };

  it("an NMI is one of the kernel's, and leaves the registers of the call alone", async () => {
    await strike('nmi', 'nmis');
  });

  it('so is a machine check', async () => {
    await strike(HARMLESS, 'machine-checks', { cpu: INTEL_CPU });
  });
});
