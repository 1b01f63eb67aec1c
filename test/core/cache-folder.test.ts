// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, plainFolder } from '../../harness/core/cache-folder.js';
import { cached } from '../../harness/core/cache.js';
import { EXIT } from '../../harness/core/errors.js';
import { cacheRoot } from '../../harness/core/paths.js';
import { inWorkFolder, workFolder } from '../../harness/core/work-folder.js';
import { failsWith } from '../support/errors.js';
import { inPlainTemp, inTemp, withCache, withEnvironment } from '../support/temp.js';

/** Makes an entry in a cache at this path and reads it back. */
async function roundTrip(cache: string): Promise<void> {
  await withCache(cache, async () => {
    const build = (into: string): Promise<void> => writeFile(join(into, 'x'), 'bytes');
    const { dir } = await cached({ kind: 'guest', label: 'x', inputs: cache, build });
    assert.equal(await readFile(join(dir, 'x'), 'utf8'), 'bytes');
  });
}

describe('the folder of the cache', () => {
  for (const name of [
    'with space',
    'co:lon',
    `quo"te's`,
    'back\\slash',
    '-option',
    '$(id)',
    '#x;y&z',
    '\u00fcml\u00e4ut-\u{1f427}',
    'percent%20',
  ]) {
    it(`works as ${JSON.stringify(name)}, and sources have a plain path`, () =>
      inTemp(async (dir) => {
        const cache = join(dir, name);
        await roundTrip(cache);
        await withCache(cache, async () => {
          const sources = await plainFolder('source');
          assert.match(sources, /^[\w/.+@~-]+$/);
          assert.equal((await stat(sources)).mode & 0o777, 0o700);
          assert.equal(await plainFolder('source'), sources);
        });
      }));
  }

  it('is refused with a newline in its path, before anything is made', () =>
    inTemp(async (dir) => {
      await failsWith(roundTrip(join(dir, 'a\nb')), 'CACHE_PATH', EXIT.usage, /^[\x20-\x7e]+$/);
      assert.deepEqual(await readdir(dir), []);
    }));

  it('is refused by name when its path is longer than the system takes', () =>
    inTemp((dir) =>
      failsWith(roundTrip(join(dir, ...Array<string>(40).fill('x'.repeat(120)))), 'FILE_ERROR', EXIT.usage),
    ));

  it('may be named relative to the current folder; a relative XDG_CACHE_HOME counts as none', async () => {
    await withCache('some/where', () => {
      assert.equal(cacheRoot(), join(process.cwd(), 'some/where'));
      return Promise.resolve();
    });
    await withCache('', () =>
      withEnvironment('XDG_CACHE_HOME', 'relative', () => {
        assert.match(cacheRoot(), /^\/.*\/\.cache\/lupine-bench$/);
        return Promise.resolve();
      }),
    );
  });

  it('is below the home of the user where HOME is empty or relative, never below the current folder', () =>
    withCache('', () =>
      withEnvironment('XDG_CACHE_HOME', '', async () => {
        for (const home of ['', 'relative'])
          await withEnvironment('HOME', home, () => {
            assert.equal(cacheRoot(), join(userInfo().homedir, '.cache', 'lupine-bench'));
            return Promise.resolve();
          });
      }),
    ));

  it('works on another file system than that of temporary files', async () => {
    const shm = '/dev/shm';
    const [other, here] = await Promise.all([stat(shm), stat(tmpdir())]);
    assert.notEqual(other.dev, here.dev);
    const cache = join(shm, `lupine-test-${process.pid}`);
    try {
      await roundTrip(cache);
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  });

  it('has its sources in itself where its path is plain', () =>
    inPlainTemp((dir) =>
      withCache(dir, async () => {
        assert.equal(await plainFolder('source'), await realpath(join(dir, 'source')));
      }),
    ));

  it('does not believe a place for sources that is gone, odd or of others, and makes another', () =>
    inTemp((dir) =>
      withCache(dir, async () => {
        const shared = join(dir, 'shared');
        await mkdir(shared);
        for (const target of ['/var/tmp/lupine-bench-gone', shared, '../..', '/tmp']) {
          await rm(join(dir, 'plain'), { force: true });
          await symlink(target, join(dir, 'plain'));
          const sources = await plainFolder('source');
          assert.match(sources, /^\/var\/tmp\/lupine-bench-\w{6}\/source$/, target);
          const place = await readlink(join(dir, 'plain'));
          assert.equal(join(place, 'source'), sources);
          await rm(place, { recursive: true });
        }
      }),
    ));

  it('gives one place for sources to all who ask at once', () =>
    inTemp((dir) =>
      withCache(dir, async () => {
        const asked = await Promise.all(Array.from({ length: 8 }, () => plainFolder('source')));
        assert.equal(new Set(asked).size, 1);
      }),
    ));
});

describe('the work folder of a build', () => {
  it('is in its own cache: two caches that build the same thing at once do not disturb each other', () =>
    inPlainTemp(async (dir) => {
      const digest = 'ab'.repeat(32);
      const first = await withCache(join(dir, '1'), () => workFolder(digest));
      await writeFile(join(first, 'vmlinux.o'), 'half done');
      const second = await withCache(join(dir, '2'), () => workFolder(digest));
      assert.equal(await readFile(join(first, 'vmlinux.o'), 'utf8'), 'half done');
      assert.ok(first.startsWith(join(dir, '1', 'work')) && second.startsWith(join(dir, '2', 'work')));
      assert.equal((await stat(first)).mode & 0o777, 0o700);
    }));

  it('is removed afterwards, and so is what a killed build of the same thing left', () =>
    inPlainTemp((dir) =>
      withCache(dir, async () => {
        const left = await workFolder('one');
        await inWorkFolder('one', async (work) => {
          assert.notEqual(work, left);
          assert.deepEqual(await readdir(await cacheFolder('work')), [work.split('/').at(-1)]);
        });
        assert.deepEqual(await readdir(await cacheFolder('work')), []);
      }),
    ));
});

describe('the cache folder itself', () => {
  it('is not readable for others', () =>
    inTemp((dir) =>
      withCache(join(dir, 'new'), async () => {
        await cacheFolder('logs');
        for (const path of [cacheRoot(), join(cacheRoot(), 'logs')])
          assert.equal((await stat(path)).mode & 0o777, 0o700);
      }),
    ));
});
