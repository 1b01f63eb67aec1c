// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import {
  emptyBelow,
  openLockBelow,
  readBelow,
  renameBelow,
  writeBelow,
} from '../../harness/core/confined.js';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

/** Runs a test with a folder and another one beside it that nothing may touch. */
const beside = (test: (root: string, other: string) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => {
    const [root, other] = [join(dir, 'root'), join(dir, 'other')];
    await mkdir(root);
    await mkdir(other);
    await writeFile(join(other, 'file'), 'untouched');
    await test(root, other);
    assert.deepEqual(await readdir(other), ['file']);
    assert.equal(await readFile(join(other, 'file'), 'utf8'), 'untouched');
  });

describe('a folder that nothing leads out of', () => {
  it(
    'gives back what was written, makes the folders on the way, and leaves nothing else',
    beside(async (root) => {
      await writeBelow(root, 'a/b/c', 'first');
      await writeBelow(root, 'a/b/c', Buffer.from('second'), { durable: false });
      assert.equal((await readBelow(root, 'a/b/c', 100))?.toString(), 'second');
      assert.deepEqual(await readdir(join(root, 'a', 'b')), ['c']);
      await renameBelow(root, 'a/b/c', 'd');
      assert.deepEqual(await readdir(join(root, 'a', 'b')), ['d']);
      assert.equal(await readBelow(root, 'a/b/c', 100), undefined);
      assert.equal(await readBelow(root, 'x/y', 100), undefined);
    }),
  );
  it(
    'takes no name that leads elsewhere',
    beside(async (root, other) => {
      for (const path of ['../other/file', 'a/../../other/file', '', 'a//b', './a', `..${other}/file`]) {
        await failsWith(readBelow(root, path, 100), 'PATH_OUTSIDE', EXIT.usage);
        await failsWith(writeBelow(root, path, 'x'), 'PATH_OUTSIDE', EXIT.usage);
      }
      assert.deepEqual(await readdir(root), []);
    }),
  );
  it(
    'refuses a folder on the way that is a link',
    beside(async (root, other) => {
      await symlink(other, join(root, 'a'));
      const refused = (work: Promise<unknown>) =>
        failsWith(work, 'PATH_LINKED', EXIT.usage, /root\/a is a link/);
      await refused(readBelow(root, 'a/file', 100));
      await refused(writeBelow(root, 'a/file', 'x'));
      await refused(renameBelow(root, 'a/file', 'other'));
      await refused(emptyBelow(root, 'a'));
      await refused(openLockBelow(root, 'a/lock'));
    }),
  );
  it(
    'refuses a file that is a link, to something or to nothing',
    beside(async (root, other) => {
      await symlink(join(other, 'file'), join(root, 'a'));
      await symlink(join(other, 'new'), join(root, 'b'));
      for (const name of ['a', 'b']) {
        await failsWith(writeBelow(root, name, 'x'), 'PATH_LINKED', EXIT.usage);
        await failsWith(openLockBelow(root, name), 'PATH_LINKED', EXIT.usage);
        await failsWith(readBelow(root, name, 100), 'FILE_KIND', EXIT.usage, /is a link/);
      }
    }),
  );
  it(
    'empties a folder without following the links in it',
    beside(async (root, other) => {
      await mkdir(join(root, 'a'));
      await symlink(other, join(root, 'a', 'folder'));
      await symlink(join(other, 'file'), join(root, 'a', 'file'));
      await emptyBelow(root, 'a');
      assert.deepEqual(await readdir(join(root, 'a')), []);
    }),
  );
  it(
    'waits for no pipe',
    beside(async (root) => {
      await $`mkfifo ${join(root, 'pipe')}`;
      await failsWith(readBelow(root, 'pipe', 100), 'FILE_KIND', EXIT.usage, /is a pipe/);
      await failsWith(openLockBelow(root, 'pipe'), 'FILE_KIND', EXIT.usage, /is a pipe/);
      await failsWith(writeBelow(root, 'pipe/file', 'x'), 'FILE_KIND', EXIT.usage, /is a pipe, not a folder/);
    }),
  );
  it(
    'says what cannot be written by the path that the user knows',
    beside(async (root) => {
      await mkdir(join(root, 'a', 'b'), { recursive: true });
      await failsWith(writeBelow(root, 'a/b', 'x'), 'FILE_ERROR', EXIT.usage, /^(?!.*\/proc\/).*root\/a\/b/);
    }),
  );
});
