// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectRoot } from '../../../harness/core/paths.js';
import { buildGuest } from '../../../harness/image/rootfs/guest.js';
import { inTemp, withCache } from '../../support/temp.js';

describe('guest programs', function () {
  this.timeout(60_000);

  it('are the same bytes wherever they are built', () =>
    inTemp(async (dir) => {
      const build = (name: string): ReturnType<typeof buildGuest> =>
        withCache(join(dir, name), () => buildGuest());
      const [first, second] = [await build('a'), await build('b')];
      assert.deepEqual([second.init.sha256, second.hello.sha256], [first.init.sha256, first.hello.sha256]);
      assert.notEqual(first.init.path, second.init.path);
    }));

  it('are small and static', async () => {
    const { init, hello } = await buildGuest();
    assert.ok(init.bytes < 64 * 1024, `init has ${init.bytes} bytes`);
    assert.ok(hello.bytes < 4 * 1024, `hello has ${hello.bytes} bytes`);
    for (const { path } of [init, hello]) assert.ok(!(await readFile(path)).includes('ld-musl'));
  });

  it('PID 1 does nothing on a machine that it was not made for', async () => {
    const { init } = await buildGuest();
    const { exitCode, stderr } = await execa(init.path, { reject: false });
    assert.equal(exitCode, 1);
    assert.match(stderr, /does nothing unless it is process 1/);
  });

  it('hello prints its line and hands over its counter', async () => {
    const { hello } = await buildGuest();
    const plain = await execa(hello.path);
    assert.equal(plain.stdout, 'Hello, world!');
    const { stdio } = await execa(hello.path, {
      env: { LUPINE_TSC_FD: '3' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'buffer',
    });
    assert.equal(stdio[3].length, 8);
  });

  it('have a licence line in every source', async () => {
    const dirs = ['kernel/init', 'test/guest/apps'].map((dir) => join(projectRoot, dir));
    for (const dir of dirs) {
      for (const name of await readdir(dir)) {
        assert.match(
          await readFile(join(dir, name), 'utf8'),
          /^.{0,5}SPDX-License-Identifier: Apache-2\.0/,
          name,
        );
      }
    }
  });
});
