// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { full } from './support/effort.js';
import { testKernel } from './support/kernels.js';
import { injectNmis } from './support/monitor.js';

const COMMANDS = [
  ...[
    'mode',
    'stack',
    'stack-edge',
    'cow',
    'fault-handler',
    'kernel-access',
    'births 500',
    'restart',
    'handlers',
  ],
  ...['threads', 'vectors', 'registers', 'refusals', 'six-arguments', 'trap-flag', 'step', 'syscall-stops'],
  ...[
    'interrupted',
    'watch',
    'seccomp',
    'core',
    'kprobes',
    'uprobes',
    'edges',
    'unmap',
    'churn 1000',
    'blocked-stack',
    'redzone 500 0',
  ],
];

// Only at night: this kernel takes as long to build as both of the others.
if (full) {
  describe('KML: KASLR, ORC, stack protector, lock and entry checks', function () {
    this.timeout(1_200_000);
    before(async function () {
      this.timeout(KERNEL_TIMEOUT);
      await testKernel('kml-debug');
    });

    it('every command passes, with NMIs all the while', async () => {
      const boot = await bootQuietly(await testKernel('kml-debug'), COMMANDS, {
        monitor: 'monitor',
        timeoutMs: 1_100_000,
        during: (dir, running) => injectNmis(join(dir, 'monitor'), 50, running),
      });
      for (const command of COMMANDS) passedLines(boot.of(command));
      assert.deepEqual(passedLines(boot.of('mode')), ['cs 10 ss 18', "entry in the kernel's half"]);
    });
  });
}
