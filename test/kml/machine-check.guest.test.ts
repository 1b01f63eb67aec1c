// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootCommands, bootQuietly, passedLines } from './support/commands.js';
import { attach } from './support/debugger.js';
import { type TestKernel, testKernel } from './support/kernels.js';
import { BAD_LOAD, INTEL_CPU } from './support/machine-check.js';

describe('KML: a machine check while a program runs', function () {
  this.timeout(180_000);
  let kernel: TestKernel;
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    kernel = await testKernel('kml');
  });

  it('is for the program, which gets SIGBUS, and not the end of the machine', async () => {
    const found = await bootQuietly(kernel, ['victim-address']);
    const [line = ''] = passedLines(found.of('victim-address'));
    const victim = BigInt(`0x${/^victim (\w+)$/.exec(line)?.[1] ?? assert.fail(line)}`);
    const boot = await bootCommands(kernel, ['bad-memory', 'mode'], {
      cpu: INTEL_CPU,
      debugger: 'debugger',
      during: async (dir, running) => {
        const machine = await attach(join(dir, 'debugger'), running);
        await machine.breakAt(victim);
        assert.ok(await machine.run(), 'the machine ended before the program');
        await machine.unbreak(victim);
        await machine.step();
        await machine.monitor(BAD_LOAD);
        machine.release();
      },
    });
    passedLines(boot.of('bad-memory'));
    passedLines(boot.of('mode'));
    assert.match(boot.decoded.kernel.join('\n'), /Machine Check Exception: 7 Bank 2/);
  });
});
