// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, sha256File, writeAtomic } from '../../harness/core/files.js';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import { failsWith } from '../support/errors.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inTemp } from '../support/temp.js';

describe('files', () => {
  it('writes all or nothing and leaves no temporary file', () =>
    inTemp(async (dir) => {
      await writeAtomic(join(dir, 'deep', 'a.json'), 'one');
      await writeAtomic(join(dir, 'deep', 'a.json'), 'two');
      assert.equal(await readFile(join(dir, 'deep', 'a.json'), 'utf8'), 'two');
      assert.deepEqual(await readdir(join(dir, 'deep')), ['a.json']);
    }));

  it('says that the disk is full and what to do, and keeps what was there', () =>
    inTemp(async (dir) => {
      const script = packagePath('dist', 'test', 'support', 'scripts', 'fill-disk.js');
      const { stdout } = await onSmallDisk(dir, '256k', ['node', script, dir]);
      assert.match(stdout, /^DISK_FULL exit 3 .*could not be written.*ENOSPC/);
      assert.match(stdout, /resume/);
      assert.match(stdout, /files: first\.json$/);
    }));

  it('says of a path that cannot be written which it is, exit 2, and does not try for ever', async () => {
    for (const path of ['/proc/nope/a', '/dev/null/a', `/tmp/${'a'.repeat(300)}/a`, '/proc/nope/b/c/a']) {
      await failsWith(writeAtomic(path, ''), 'FILE_ERROR', EXIT.usage, /could not be written: E[A-Z]+: /);
    }
  });

  it('makes a folder that several want at once', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'a', 'b', 'c');
      await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)));
      assert.deepEqual(await readdir(path), []);
    }));

  it('hashes a file as sha256sum does', () =>
    inTemp(async (dir) => {
      await writeFile(join(dir, 'a'), 'abc');
      const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      assert.equal(await sha256File(join(dir, 'a')), expected);
    }));
});
