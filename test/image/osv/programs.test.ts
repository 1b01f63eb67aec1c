// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Job } from '../../../harness/app/job.js';
import { makeJob } from '../../../harness/app/make-job.js';
import { GUEST_INTERFACE } from '../../../harness/app/host-load.js';
import type { AppDeclaration } from '../../../harness/app/types.js';
import { osvPrograms } from '../../../harness/image/osv/programs.js';
import { requireOneAllocator } from '../../../harness/image/osv/clash.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { dynamicElf } from '../../support/dynamic-elf.js';
import { failsWith } from '../../support/errors.js';

const server: AppDeclaration = {
  ...{ name: 'server', title: 'Server', command: ['/server', '-x'], network: 'loopback' },
  ...{ ready: { tcp: 80 }, checks: [], clients: { load: { command: ['/load'] } } },
};
const job = (options: Partial<Parameters<typeof makeJob>[1]>): Job =>
  makeJob(server, { clock: 'deterministic', purpose: 'load', ...options });
const words = (made: Job, more?: string): string[] =>
  osvPrograms(made, more).commands.map(({ argv, more: rest, next }) =>
    [...argv, ...(rest === undefined ? [] : [rest]), next === 'beside' ? '&!' : ';'].join(' '),
  );

describe('the programs of a guest of OSv', () => {
  it('are the app alone where it ends by itself', () => {
    const hello = makeJob({ ...server, ready: { exit: 0 } }, { clock: 'deterministic', purpose: 'boot' });
    assert.deepEqual(osvPrograms(hello, undefined).own, []);
    assert.deepEqual(words(hello), ['/server -x ;']);
  });

  it('wait for a server, mark each client and end the machine', () => {
    const requests = [
      { client: 'load', args: ['-n', '9'] },
      { client: 'load', name: 'again' },
    ];
    const made = job({ clients: requests });
    assert.deepEqual(osvPrograms(made, undefined).own, ['waitport', 'mark', 'off']);
    assert.deepEqual(words(made, '-g "daemon off;"'), [
      '/server -x -g "daemon off;" &!',
      '/lupine/waitport 80 60 ;',
      '/lupine/mark begin load ;',
      '/load -n 9 ;',
      '/lupine/mark end load ;',
      '/lupine/mark begin again ;',
      '/load ;',
      '/lupine/mark end again ;',
      '/lupine/off 21 ;',
    ]);
    assert.deepEqual(osvPrograms(job({}), undefined).own, ['waitport', 'off']);
  });

  it('wait for the host where the load comes from there', () => {
    const made = job({ clock: 'wall', ethernet: GUEST_INTERFACE });
    assert.deepEqual(osvPrograms(made, undefined).own, ['waitport', 'wait-notify', 'off']);
    assert.deepEqual(words(made).slice(1), [
      '/lupine/waitport 80 60 ;',
      '/lupine/wait-notify 4095 ;',
      '/lupine/off 21 ;',
    ]);
  });
});

describe('allocators in a guest of OSv', () => {
  const entries = ((): NamedEntry[] => {
    const tree = new Tree();
    const file = (path: string, data: Buffer): void => {
      tree.add(path, { kind: 'file', mode: 0o755, data });
    };
    file('/usr/bin/server-real', dynamicElf(['liblua.so.5']));
    tree.add('/usr/bin/server', { kind: 'symlink', target: 'server-real' });
    file('/usr/lib/liblua.so.5', dynamicElf(['libjemalloc.so.2', 'liblua.so.5']));
    file('/usr/lib/libjemalloc.so.2', dynamicElf([]));
    file('/usr/bin/plain', dynamicElf(['libc.so.6']));
    return tree.entries();
  })();

  it('are one where a program is alone, or twice the same, or all use that of the C library', () => {
    requireOneAllocator(entries, ['/usr/bin/server']);
    requireOneAllocator(entries, ['/usr/bin/server', '/usr/bin/server']);
    requireOneAllocator(entries, ['/usr/bin/plain', '/usr/bin/missing', '/etc']);
  });

  it('clash where a program brings its own, also by a library or behind a link', async () => {
    for (const programs of [
      ['/usr/bin/server', '/usr/bin/plain'],
      ['/usr/bin/plain', '/usr/bin/server'],
    ]) {
      const message = /^\/usr\/bin\/server brings libjemalloc\.so\.2, .* \/usr\/bin\/plain would get/;
      await failsWith(
        () => {
          requireOneAllocator(entries, programs);
        },
        'OSV_ALLOCATOR_CLASH',
        3,
        message,
      );
    }
  });
});
