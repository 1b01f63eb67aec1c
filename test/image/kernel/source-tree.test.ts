// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { MANIFEST } from '../../../harness/core/cache-entry.js';
import { EXIT } from '../../../harness/core/errors.js';
import { listFiles } from '../../../harness/core/files.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import { copyTree } from '../../../harness/image/kernel/source-copy.js';
import { readTree } from '../../../harness/image/kernel/source-tree.js';
import { failsWith } from '../../support/errors.js';
import { writeFiles } from '../../support/project.js';
import { inPlainTemp, inTemp, withCache } from '../../support/temp.js';

const MAKEFILE = 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION = -rc1\n';

/** A tree with a plain file, a program and a link. */
async function makeTree(dir: string): Promise<string> {
  const tree = join(dir, 'linux');
  await writeFiles(tree, {
    Makefile: MAKEFILE,
    Kconfig: '',
    'init/main.c': 'int main;\n',
    'scripts/x.sh': '#!/bin/sh\n',
  });
  await chmod(join(tree, 'scripts/x.sh'), 0o755);
  await symlink('../init', join(tree, 'scripts', 'init'));
  return tree;
}

const git = (tree: string, ...args: string[]) =>
  execa('git', ['-C', tree, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);

/** Every name below a folder with what it was last changed, git's own files included. */
async function stamps(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return await Promise.all(
    names.sort().map(async (name) => `${name} ${(await stat(join(dir, name))).mtimeMs}`),
  );
}

describe('a kernel tree', () => {
  it('is identified by what its files are: name, bytes, whether they can be run, where a link leads', () =>
    inTemp(async (dir) => {
      const tree = await makeTree(dir);
      const { version, files, sha256 } = await readTree(tree);
      assert.equal(version, 'Linux 6.12.3-rc1 of linux');
      assert.deepEqual(
        files.map(({ path, kind }) => `${kind} ${path}`),
        ['file Kconfig', 'file Makefile', 'file init/main.c', 'link scripts/init', 'program scripts/x.sh'],
      );
      const changes: (() => Promise<unknown>)[] = [
        () => writeFile(join(tree, 'init/main.c'), 'int Main;\n'),
        () => chmod(join(tree, 'init/main.c'), 0o755),
        () => rm(join(tree, 'scripts/init')).then(() => symlink('../Init', join(tree, 'scripts', 'init'))),
        () => rm(join(tree, 'scripts/x.sh')),
        () => writeFile(join(tree, 'new.c'), ''),
      ];
      const seen = new Set([sha256]);
      for (const change of changes) {
        await change();
        seen.add((await readTree(tree)).sha256);
      }
      assert.equal(seen.size, changes.length + 1);
    }));
  it('of git is what git tracks or would add, as it is now, and git writes nothing', () =>
    inTemp(async (dir) => {
      const tree = await makeTree(dir);
      const plain = await readTree(tree);
      await git(tree, 'init', '-q');
      await writeFile(join(tree, '.gitignore'), '*.o\n.config\ninclude/config\n');
      await git(tree, 'add', '-A');
      await git(tree, 'commit', '-qm', 'a tree');
      await writeFiles(tree, {
        'init/main.o': 'x',
        '.config': 'CONFIG_A=y\n',
        'include/config/a': '',
        'new.c': '',
      });
      await rm(join(tree, 'scripts/x.sh'));
      const before = await stamps(tree);
      const { files } = await readTree(tree);
      assert.deepEqual(await stamps(tree), before);
      const paths = files.map(({ path }) => path);
      assert.deepEqual(paths, ['.gitignore', 'Kconfig', 'Makefile', 'init/main.c', 'new.c', 'scripts/init']);
      await rm(join(tree, 'new.c'));
      await rm(join(tree, '.gitignore'));
      await git(tree, 'checkout', '-q', 'scripts/x.sh');
      await rm(join(tree, 'init/main.o'));
      await rm(join(tree, '.config'));
      await rm(join(tree, 'include'), { recursive: true });
      assert.equal((await readTree(tree)).sha256, plain.sha256, 'how it is read makes no difference');
    }));
  it('without git in which a kernel was built is refused', () =>
    inTemp(async (dir) => {
      const tree = await makeTree(dir);
      await writeFile(join(tree, '.config'), '');
      await failsWith(readTree(tree), 'SOURCE_BUILT', EXIT.usage, /it has \.config/);
    }));
  it('is refused when it is another folder', () =>
    inTemp((dir) => failsWith(findSource(dir), 'SOURCE_MISSING', EXIT.usage, /lacks Makefile or Kconfig/)));
  it('is copied into the cache; the next copy shares what has not changed, and its owner notices nothing', () =>
    inPlainTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const tree = await makeTree(dir);
        const before = await stamps(tree);
        const first = await unpackSource(await findSource(tree));
        assert.deepEqual(await stamps(tree), before);
        const { files } = await readTree(first);
        assert.deepEqual(
          files.filter(({ path }) => path !== MANIFEST),
          (await readTree(tree)).files,
        );
        await writeFile(join(tree, 'init/main.c'), 'int other;\n');
        const second = await unpackSource(await findSource(tree));
        assert.notEqual(second, first);
        const inode = async (folder: string, file: string) => (await stat(join(folder, file))).ino;
        assert.equal(await inode(second, 'Makefile'), await inode(first, 'Makefile'));
        assert.notEqual(await inode(second, 'Makefile'), await inode(tree, 'Makefile'));
        assert.equal(await readFile(join(first, 'init/main.c'), 'utf8'), 'int main;\n');
        assert.equal(await readFile(join(second, 'init/main.c'), 'utf8'), 'int other;\n');
      }),
    ));
  it('that changes while it is copied gives no copy', () =>
    inPlainTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const tree = await makeTree(dir);
        const source = await findSource(tree);
        await writeFile(join(tree, 'init/main.c'), 'int other;\n');
        await failsWith(unpackSource(source), 'SOURCE_CHANGED', EXIT.couldNotMeasure, /init\/main\.c/);
        await rm(join(tree, 'init/main.c'));
        await failsWith(unpackSource(source), 'SOURCE_CHANGED', EXIT.couldNotMeasure, /init\/main\.c/);
        await mkdir(join(dir, 'into'));
        await copyTree(tree, (await readTree(tree)).files, join(dir, 'into'));
        assert.deepEqual(await listFiles(join(dir, 'into')), ['Kconfig', 'Makefile', 'scripts/x.sh']);
      }),
    ));
});
