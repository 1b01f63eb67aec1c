// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { clientOutput } from '../support/report.js';
import { passedLines } from './support/commands.js';
import { requireQuiet } from './support/quiet.js';

describe('the helpers of the KML tests', () => {
  it('see a kernel that complains', () => {
    const complaints = [
      'WARNING: CPU: 0 PID: 1 at arch/x86/entry/common.c:42',
      'BUG: unable to handle page fault for address: ffffc12345678000',
      'Oops: 0010 [#1] SMP',
      'PANIC: double fault, error_code: 0x0',
      'INFO: task kml:12 blocked for more than 120 seconds.',
      'WARNING: possible circular locking dependency detected',
      'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:',
      'BUG: sleeping function called from invalid context',
      '__common_interrupt: 0.128 No irq handler for vector',
    ];
    for (const line of complaints) assert.throws(() => requireQuiet(['fine', line, 'fine']), line);
    requireQuiet(['Linux version 6.1.0', 'Uhhuh. NMI received for unknown reason 20 on CPU 0.']);
  });

  it('see a command that failed, ended wrongly or printed nothing', () => {
    const good = { name: 'x', stdout: 'one: 1\n' };
    assert.deepEqual(passedLines(clientOutput(good)), ['one: 1']);
    assert.throws(() => passedLines(clientOutput({ ...good, stdout: 'FAIL one: got 2, want 1\n' })));
    assert.throws(() => passedLines(clientOutput({ ...good, status: 139 })));
    assert.throws(() => passedLines(clientOutput({ ...good, stdout: '' })));
  });
});
