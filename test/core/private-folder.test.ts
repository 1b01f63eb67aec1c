// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, lchown, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../harness/core/cache.js';
import { EXIT } from '../../harness/core/errors.js';
import { digestOf } from '../../harness/core/json.js';
import { privateFolder } from '../../harness/core/private-folder.js';
import { failsWith } from '../support/errors.js';
import { inTemp, withCache } from '../support/temp.js';

const FOREIGN = 'CACHE_FOREIGN';
/** A user of this machine that is neither root nor, most likely, the one who runs the tests. */
const SOMEBODY = 65_533;
const isRoot = process.getuid?.() === 0;

/** Makes a cache as a test has it, and asks it for an entry. */
const inHostileCache = (prepare: (cache: string) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => {
    const cache = join(dir, 'cache');
    await mkdir(cache, { mode: 0o700 });
    await prepare(cache);
    const build = (into: string): Promise<void> => writeFile(join(into, 'tool'), '#!/bin/sh');
    const asked = withCache(cache, () => cached({ kind: 'guest', label: 'a tool', inputs: 1, build }));
    await failsWith(asked, FOREIGN, EXIT.usage, /^[\x20-\x7e]+$/);
  });

describe('a folder of one user', () => {
  it('is made for that user alone, with all that was missing above it', () =>
    inTemp(async (dir) => {
      const before = process.umask(0);
      try {
        await privateFolder(join(dir, 'a', 'b'));
      } finally {
        process.umask(before);
      }
      for (const path of [join(dir, 'a'), join(dir, 'a', 'b')])
        assert.equal((await stat(path)).mode & 0o777, 0o700);
    }));

  for (const mode of [0o777, 0o775, 0o1777, 0o722]) {
    it(
      `is refused when others can write to it (mode ${mode.toString(8)})`,
      inHostileCache((cache) => chmod(cache, mode)),
    );
  }

  it(
    'is refused below a folder that others can write to',
    inHostileCache((cache) => chmod(join(cache, '..'), 0o777)),
  );

  it(
    'is refused with a kind of entry that others can write to',
    inHostileCache(async (cache) => {
      await mkdir(join(cache, 'guest'));
      await chmod(join(cache, 'guest'), 0o777);
    }),
  );

  it(
    'is refused behind a link that leads to what others can write to',
    inHostileCache(async (cache) => {
      await mkdir(join(cache, '..', 'open'));
      await chmod(join(cache, '..', 'open'), 0o777);
      await symlink('../open', join(cache, 'guest'));
    }),
  );

  it(
    'is refused with links in a circle',
    inHostileCache(async (cache) => {
      await symlink('guest', join(cache, 'guest'));
    }),
  );

  it('is allowed below a shared folder like /tmp, in which nobody can touch what others have', () =>
    inTemp(async (dir) => {
      assert.equal((await stat(join(dir, '..'))).mode & 0o1000, 0o1000);
      await privateFolder(join(dir, 'mine'));
    }));

  it('is an error of the user where a file is in the way', () =>
    inTemp(async (dir) => {
      await writeFile(join(dir, 'file'), '');
      for (const path of ['file', 'file/below'])
        await failsWith(privateFolder(join(dir, path)), 'FILE_ERROR', EXIT.usage);
    }));

  if (isRoot) {
    it(
      'is refused when it belongs to somebody else',
      inHostileCache((cache) => lchown(cache, SOMEBODY, SOMEBODY)),
    );
    it(
      'is refused in a folder of somebody else',
      inHostileCache((cache) => lchown(join(cache, '..'), SOMEBODY, SOMEBODY)),
    );
    it(
      'is refused behind the link of somebody else, who could let it lead elsewhere',
      inHostileCache(async (cache) => {
        await mkdir(join(cache, 'own'));
        await symlink('own', join(cache, 'guest'));
        await lchown(join(cache, 'guest'), SOMEBODY, SOMEBODY);
      }),
    );
    it(
      'is refused with an entry that somebody else made',
      inHostileCache(async (cache) => {
        const entry = join(cache, 'guest', digestOf({ kind: 'guest', inputs: 1 }));
        await mkdir(entry, { recursive: true, mode: 0o700 });
        await lchown(entry, SOMEBODY, SOMEBODY);
      }),
    );
  }
});
