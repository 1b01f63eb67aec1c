// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { addressesOf } from './support/addresses.js';
import { bootCommands, bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { type TestKernel, testKernel } from './support/kernels.js';
import { BAD_LOAD, INTEL_CPU } from './support/machine-check.js';

/** A function of the kernel that calls reach. */
const FUNCTION = '__x64_sys_getppid';

describe('KML: a machine check', function () {
  this.timeout(180_000);
  let kernel: TestKernel;
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    kernel = await testKernel('kml');
  });

  it('amid a program is for the program, which gets SIGBUS, and not the end of the machine', async () => {
    const found = await bootQuietly(kernel, ['victim-address']);
    const [line = ''] = passedLines(found.of('victim-address'));
    const victim = BigInt(`0x${/^victim (\w+)$/.exec(line)?.[1] ?? assert.fail(line)}`);
    const boot = await bootCommands(kernel, ['bad-memory', 'mode'], {
      cpu: INTEL_CPU,
      debugger: 'debugger',
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.runTo(victim);
        await machine.step();
        await machine.monitor(BAD_LOAD);
        machine.release();
      },
    });
    passedLines(boot.of('bad-memory'));
    passedLines(boot.of('mode'));
    assert.match(boot.decoded.kernel.join('\n'), /Machine Check Exception: 7 Bank 2/);
  });

  it('amid the kernel is the end of the machine', async () => {
    const { load, entries } = await addressesOf(kernel, [FUNCTION], 'churn');
    const place = entries.get(FUNCTION) ?? assert.fail(FUNCTION);
    const boot = await bootCommands(kernel, ['churn 10'], {
      cpu: INTEL_CPU,
      debugger: 'debugger',
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.runTo(load);
        await machine.runTo(place);
        await machine.monitor(BAD_LOAD);
        machine.release();
      },
    });
    assert.equal(boot.decoded.ending, 'panic', boot.decoded.kernel.join('\n'));
    assert.match(boot.decoded.kernel.join('\n'), /Kernel panic - not syncing: .*machine check/i);
  });
});
