// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { subsystemOf, subsystemWords } from '../../harness/profile/subsystem.js';
import { code } from './fixture.js';

describe('a subsystem', () => {
  for (const [source, subsystem] of [
    ['mm/memblock.c', 'mm'],
    ['mm/kasan/common.c', 'mm'],
    ['security/selinux/hooks.c', 'security'],
    ['kernel/fork.c', 'kernel'],
    ['kernel/time/tick-sched.c', 'kernel/time'],
    ['kernel/sched/core.c', 'kernel/sched'],
    ['arch/x86/kernel/head64.c', 'arch/x86'],
    ['arch/x86/entry/common.c', 'arch/x86/entry'],
    ['drivers/tty/serial/8250/8250_core.c', 'drivers/tty'],
    ['fs/read_write.c', 'fs'],
    ['fs/ext2/inode.c', 'fs/ext2'],
    ['memblock.c', ''],
    ['', ''],
  ] as const) {
    it(`of ${source === '' ? 'no source' : source} is ${subsystem === '' ? 'not known' : subsystem}`, () =>
      assert.equal(subsystemOf(code('f', 'vmlinux', 1n, source)), subsystem));
  }
  it('of a program is the program', () =>
    assert.equal(
      subsystemOf(code('main', '/usr/bin/redis-server', 1n, 'src/server.c')),
      '/usr/bin/redis-server',
    ));
  it('is explained where there is something to explain', () => {
    assert.equal(subsystemWords('security'), 'security (security hooks)');
    assert.equal(subsystemWords('drivers/char'), 'drivers/char');
    assert.equal(subsystemWords('constructor'), 'constructor');
    assert.equal(subsystemWords(''), 'kernel, source not known');
  });
});
