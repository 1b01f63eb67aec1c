// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { EXIT } from '../../harness/core/errors.js';
import { readRegular } from '../../harness/core/regular-file.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

const MOST = 1024;
const limits = { most: MOST, shown: 'it' };

describe('a regular file', () => {
  it('is read whole, up to its limit, through a link too', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'file');
      for (const length of [0, 1, MOST]) {
        await writeFile(path, 'x'.repeat(length));
        assert.equal((await readRegular(path, limits)).toString(), 'x'.repeat(length));
      }
      await symlink(path, join(dir, 'link'));
      assert.equal((await readRegular(join(dir, 'link'), limits)).length, MOST);
    }));
  it('is read although it says that it is empty, as those of /proc do', async () => {
    assert.match((await readRegular('/proc/self/status', { most: 65_536 })).toString(), /^Name:/);
    await failsWith(
      readRegular('/proc/self/status', { most: 16, shown: 'it' }),
      'FILE_TOO_LARGE',
      EXIT.usage,
    );
  });
  it('is refused when it is longer than any of its kind, without being read', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'sparse');
      const file = await open(path, 'w');
      await file.truncate(10 * 2 ** 30);
      await file.close();
      await failsWith(readRegular(path, limits), 'FILE_TOO_LARGE', EXIT.usage, /^it has more than/);
    }));
  it('is not a pipe, which might never end, nor a folder or device', () =>
    inTemp(async (dir) => {
      const pipe = join(dir, 'pipe');
      await $`mkfifo ${pipe}`;
      await mkdir(join(dir, 'folder'));
      await symlink(pipe, join(dir, 'link'));
      const refused = (path: string, what: RegExp) =>
        failsWith(readRegular(path, limits), 'FILE_KIND', EXIT.usage, what);
      await refused(pipe, /^it is a pipe, not a file/);
      await refused(join(dir, 'link'), /is a pipe/);
      await refused(join(dir, 'folder'), /is a folder/);
      await refused('/dev/zero', /is a device/);
    }));
  it('is no link where none is followed', () =>
    inTemp(async (dir) => {
      await writeFile(join(dir, 'file'), 'x');
      await symlink('file', join(dir, 'link'));
      const strict = { ...limits, follow: false };
      await failsWith(readRegular(join(dir, 'link'), strict), 'FILE_KIND', EXIT.usage, /is a link/);
    }));
});
