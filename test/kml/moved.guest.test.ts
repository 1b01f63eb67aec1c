// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { testKernel } from './support/kernels.js';

/** What has the entry's address in it, or the kernel's: calls, restarts, tracers, probes, stack traces, faults. */
const COMMANDS = [
  ...[
    'mode',
    'kernel-access',
    'births 100',
    'restart',
    'handlers',
    'registers',
    'edges',
    'unmap',
    'churn 100',
  ],
  ...[
    'trap-flag',
    'step',
    'syscall-stops',
    'interrupted',
    'seccomp',
    'kprobes',
    'uprobes',
    'blocked-stack',
    'samples',
  ],
];

describe('KML: a kernel that was moved when it was unpacked', function () {
  this.timeout(600_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  it('has its entry where chance puts it, and every command passes', async () => {
    const kernel = await testKernel('kml');
    const options = { timeoutMs: 300_000 };
    const linked = await bootQuietly(kernel, ['entry'], options);
    const entries = new Set(passedLines(linked.of('entry')));
    for (const seed of [1, 2, 3]) {
      const moved = { ...kernel, path: kernel.compressed };
      const boot = await bootQuietly(moved, ['entry', ...COMMANDS], { ...options, seed });
      for (const entry of passedLines(boot.of('entry'))) entries.add(entry);
      for (const command of COMMANDS) passedLines(boot.of(command));
    }
    // There are about 500 places, and two seeds may choose the same: it is enough that not all did.
    assert.ok(entries.size > 2, [...entries].join(' '));
    assert.ok(
      [...entries].every((entry) => /^ffffffff[89ab]/.test(entry)),
      [...entries].join(' '),
    );
  });
});
