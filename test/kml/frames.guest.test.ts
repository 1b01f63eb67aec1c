// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { addressesOf } from './support/addresses.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { effort } from './support/effort.js';
import { testKernel } from './support/kernels.js';
import { PT_REGS, isUser } from './support/unwind.js';

/** Where interrupts and page faults of the kernel end: RSP points to the registers that they found. */
const WAY_OUT = 'restore_regs_and_return_to_kernel';

/** Interrupts that came where the stack was at a multiple of 16 bytes, and where it was not. */
const EACH = effort(5, 50);

describe('KML: the frame of an interrupt in the kernel', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  it('lies where the processor puts it without a stack of its own for interrupts', async () => {
    const kernel = await testKernel('kml');
    const { load, entries } = await addressesOf(kernel, [WAY_OUT], 'churn');
    const wayOut = entries.get(WAY_OUT) ?? assert.fail(WAY_OUT);
    const words = 'churn 400';
    const met = { even: 0, odd: 0 };
    const boot = await bootQuietly(kernel, [words], {
      debugger: 'debugger',
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.runTo(load);
        while (Math.min(met.even, met.odd) < EACH) {
          await machine.runTo(wayOut);
          const frame = (await machine.registers()).get('sp') ?? assert.fail('no RSP');
          const interrupted = (await machine.read(frame + PT_REGS.sp)) ?? assert.fail('no frame');
          await machine.step();
          if (isUser(interrupted)) continue;
          met[interrupted % 16n === 0n ? 'even' : 'odd'] += 1;
          // The processor rounds RSP down to 16 bytes and pushes SS first.
          assert.equal(frame, interrupted - (interrupted % 16n) - PT_REGS.size);
        }
        machine.release();
      },
    });
    passedLines(boot.of(words));
  });
});
