// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../../harness/core/paths.js';
import { buildGuest } from '../../../harness/image/rootfs/guest.js';
import { inTemp, withCache } from '../../support/temp.js';

describe('guest programs', function () {
  this.timeout(60_000);

  it('are the same bytes wherever they are built', () =>
    inTemp(async (dir) => {
      const build = (name: string): ReturnType<typeof buildGuest> =>
        withCache(join(dir, name), () => buildGuest());
      const [first, second] = [await build('a'), await build('b')];
      for (const name of ['init', 'hello', 'listens'] as const)
        assert.equal(second[name].sha256, first[name].sha256, name);
      assert.notEqual(first.init.path, second.init.path);
    }));

  it('are small and static', async () => {
    const { init, hello, listens } = await buildGuest();
    assert.ok(init.bytes < 64 * 1024, `init has ${init.bytes} bytes`);
    assert.ok(hello.bytes < 4 * 1024, `hello has ${hello.bytes} bytes`);
    for (const { path } of [init, hello, listens]) assert.ok(!(await readFile(path)).includes('ld-musl'));
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

  it('listens tells a port that is listened on from one that is not, and connects to neither', async () => {
    const { listens } = await buildGuest();
    const server = createServer(() => assert.fail('a connection'));
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
    const ask = async (...args: string[]): Promise<unknown[]> => {
      const { exitCode, stderr } = await execa(listens.path, args, { reject: false });
      return [exitCode, stderr];
    };
    assert.deepEqual(await ask(String(port)), [0, '']);
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(await ask(String(port)), [1, `nobody listens on port ${port}`]);
    assert.deepEqual(await ask('0'), [2, 'usage: listens PORT']);
  });

  it('have a licence line in every source', async () => {
    const dirs = ['kernel/init', 'test/guest/apps'].map((dir) => packagePath(dir));
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
