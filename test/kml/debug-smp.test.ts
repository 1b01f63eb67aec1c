// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { full } from './support/effort.js';
import { type TestKernel, testKernel } from './support/kernels.js';
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
    'redzone 5',
  ],
];

/** Where the kernel's address matters: both ways in, a step over the entry, faults, threads. */
const FEW = ['mode', 'registers', 'step', 'trap-flag', 'fault-handler', 'threads'];

// Only at night: this kernel takes as long to build as both of the others.
if (full) {
  describe('KML: two CPUs, preemption, KASLR, ORC, stack protector, lock and entry checks', function () {
    this.timeout(1_200_000);
    before(async function () {
      this.timeout(KERNEL_TIMEOUT);
      await testKernel('kml-debug-smp');
    });

    for (const cpus of [1, 2]) {
      it(`on ${cpus} CPU${cpus === 1 ? ', instructions counted' : 's'}: every command passes, with NMIs all the while`, async () => {
        const boot = await bootQuietly(await testKernel('kml-debug-smp'), COMMANDS, {
          cpus,
          monitor: 'monitor',
          timeoutMs: 1_100_000,
          during: (dir, running) => injectNmis(join(dir, 'monitor'), 50, running),
        });
        for (const command of COMMANDS) passedLines(boot.of(command));
        assert.deepEqual(passedLines(boot.of('mode')), ['cs 10 ss 18', "entry in the kernel's half"]);
      });
    }

    // A VMM that enters vmlinux directly chooses no address for it; the compressed image does, by RDRAND.
    it('wherever the kernel is loaded: the entry moves with it, by whole 2 MiB, and calls work', async () => {
      const kernel = await testKernel('kml-debug-smp');
      const moved = { ...kernel, path: kernel.bzImage ?? assert.fail('no compressed image') };
      const entry = async (from: TestKernel, seed: number): Promise<bigint> => {
        const boot = await bootQuietly(from, ['entry', ...FEW], { seed, timeoutMs: 600_000 });
        for (const command of FEW) passedLines(boot.of(command));
        return BigInt(`0x${passedLines(boot.of('entry')).join('')}`);
      };
      const linked = await entry(kernel, 1);
      const places = [await entry(moved, 1), await entry(moved, 2)];
      assert.equal(new Set([linked, ...places]).size, 3, [linked, ...places].map(String).join(' '));
      for (const place of places) assert.equal((place - linked) % (2n << 20n), 0n, place.toString(16));
    });
  });
}
