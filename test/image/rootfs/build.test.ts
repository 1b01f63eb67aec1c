// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { AppDeclaration } from '../../../harness/app/types.js';
import { EXIT } from '../../../harness/core/errors.js';
import { failsWith } from '../../support/errors.js';
import { inTemp, withCache } from '../../support/temp.js';
import { digestOfRole, pathOfRole } from '../../support/artifacts.js';
import { buildSmallRoot, withFile } from '../../support/small-root.js';

describe('root file system', function () {
  this.timeout(60_000);

  it('has the same bytes in another cache, and is built once in one', () =>
    inTemp(async (dir) => {
      const first = await withCache(join(dir, 'a'), () => buildSmallRoot());
      const second = await withCache(join(dir, 'b c'), () => buildSmallRoot());
      assert.notEqual(pathOfRole(second, 'initrd'), pathOfRole(first, 'initrd'));
      assert.equal(digestOfRole(second, 'initrd'), digestOfRole(first, 'initrd'));
      assert.equal(digestOfRole(second, 'disk'), digestOfRole(first, 'disk'));
      assert.deepEqual([first.files, first.packages], [4, []]);
      const again = await withCache(join(dir, 'a'), () => buildSmallRoot());
      assert.deepEqual(again, first);
    }));

  it('changes with everything that is in it', async () => {
    const changes: Partial<AppDeclaration>[] = [
      {},
      { env: { A: '1' } },
      { directories: [{ path: '/data' }] },
      withFile({ path: '/x', content: '' }),
      withFile({ path: '/x', content: '', mode: '0600' }),
    ];
    const roots = await Promise.all(changes.map((change) => buildSmallRoot(change)));
    assert.equal(new Set(roots.map((root) => digestOfRole(root, 'initrd'))).size, changes.length);
    assert.equal(new Set(roots.map((root) => digestOfRole(root, 'disk'))).size, changes.length);
  });

  const wrong: [string, Partial<AppDeclaration>, string, RegExp][] = [
    ['a file without a source', withFile({ path: '/x' }), 'ROOTFS_FILE_SOURCE', /\/x has 0 sources/],
    [
      'a file with two',
      withFile({ path: '/x', content: '', source: 'y' }),
      'ROOTFS_FILE_SOURCE',
      /2 sources/,
    ],
    [
      'a file that is built and copied',
      withFile({ path: '/x', content: '', built: 'hello-musl' }),
      'ROOTFS_FILE_SOURCE',
      /2 sources/,
    ],
    [
      'a source that is not there',
      withFile({ path: '/x', source: 'y' }),
      'ROOTFS_SOURCE',
      /^\/nowhere\/y cannot be read/,
    ],
    ['a mode that is none', withFile({ path: '/x', content: '', mode: 'rw' }), 'ROOTFS_MODE', /mode "rw"/],
    ['a path that leaves the root', withFile({ path: '/../x', content: '' }), 'ROOTFS_PATH', /"\/\.\.\/x"/],
    [
      'a program that is not there',
      { command: ['/none'] },
      'ROOTFS_FILE_MISSING',
      /\/none is not among the files/,
    ],
    ['a job that cannot be done', { ready: {} }, 'JOB_INVALID', /exactly one/],
  ];
  for (const [name, change, code, message] of wrong) {
    it(`is refused with ${name}`, () => failsWith(buildSmallRoot(change), code, EXIT.usage, message));
  }

  it('has the program of a client only where the client runs', async () => {
    const change: Partial<AppDeclaration> = {
      ...withFile({ path: '/client', mode: '0755', guest: 'hello' }),
      clients: { client: { command: ['/client'] } },
    };
    const files = async (purpose: 'boot' | 'load'): Promise<number> =>
      (await buildSmallRoot(change, { purpose, clients: [{ client: 'client' }] })).files;
    assert.equal(await files('load'), (await files('boot')) + 1);
  });
});
