// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { sourcePackage } from '../../../harness/image/kernel/source-download.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import { sourcesOf } from '../../../harness/image/kernel/sources.js';
import { VERSIONS } from '../../support/builtin.js';
import { failsWith } from '../../support/errors.js';
import { writeFiles } from '../../support/project.js';
import { inTemp, withCache } from '../../support/temp.js';

/** A tree of such a release, and a tarball of it by its digest. */
async function sourceOf(
  dir: string,
  [version, level]: [number, number],
): Promise<{ tree: string; tar: string }> {
  const name = `linux-${version}-${level}`;
  const Makefile = `VERSION = ${version}\nPATCHLEVEL = ${level}\nSUBLEVEL = 3\nEXTRAVERSION =\n`;
  await writeFiles(join(dir, name), { Makefile, Kconfig: '' });
  await execa('tar', ['-cf', join(dir, `${name}.tar`), '-C', dir, name]);
  const tar = join(dir, `${name}.tar`);
  return { tree: join(dir, name), tar: `${tar}#sha256=${await sha256File(tar)}` };
}

const here = (test: (dir: string) => Promise<void>): Promise<void> =>
  inTemp((dir) => withCache(join(dir, 'cache'), () => test(dir)), 'lupine-test-');

describe('the kernel source of a version', () => {
  it('is the one that was named for it, and the default one is another', () =>
    here(async (dir) => {
      const [old, now] = [await sourceOf(dir, [6, 1]), await sourceOf(dir, [6, 12])];
      const find = sourcesOf({ default: old.tree, '6.12': now.tree }, VERSIONS);
      assert.equal((await find({})).path, old.tree);
      assert.equal((await find({ version: '6.12' })).path, now.tree);
      assert.equal((await find({ version: '6.12', source: old.tree })).path, old.tree);
      const again = await find({ version: '6.12' });
      assert.equal(await find({ version: '6.12' }), again);
    }));
  it('must be of that version, in a folder, and in a tarball once it is unpacked', () =>
    here(async (dir) => {
      const [old, now] = [await sourceOf(dir, [6, 1]), await sourceOf(dir, [6, 12])];
      const says = /is named for 6\.12, and is Linux 6\.1\.3/;
      const find = sourcesOf({ '6.12': old.tree }, VERSIONS);
      await failsWith(find({ version: '6.12' }), 'SOURCE_VERSION', EXIT.usage, says);
      await unpackSource(await sourcesOf({ '6.12': now.tar }, VERSIONS)({ version: '6.12' }));
      const wrong = await sourcesOf({ '6.12': old.tar }, VERSIONS)({ version: '6.12' });
      await failsWith(unpackSource(wrong), 'SOURCE_VERSION', EXIT.usage, says);
      // It is there now, and still the wrong one.
      await failsWith(unpackSource(wrong), 'SOURCE_VERSION', EXIT.usage, says);
    }));
  it('may be any where it was named for none, and where it is that of a system', () =>
    here(async (dir) => {
      const { tree, tar } = await sourceOf(dir, [5, 10]);
      await unpackSource(await sourcesOf(tar, VERSIONS)({}));
      assert.equal((await sourcesOf(undefined, VERSIONS)({ version: '6.12', source: tree })).path, tree);
      await failsWith(
        sourcesOf({ '6.1': tree }, VERSIONS)({}),
        'SOURCE_VERSION',
        EXIT.usage,
        /Linux 5\.10\.3/,
      );
    }));
  it('is that of the package where none was named', () =>
    here(async () => {
      const { installed, next } = sourcePackage('linux-source-6.12');
      assert.equal(installed, '/usr/src/linux-source-6.12.tar.xz');
      assert.match(next, /package linux-source-6\.12, .* Linux 6\.12 with --kernel-source 6\.12=<source>/);
      assert.match(sourcePackage('linux-source-6.1').next, /Linux 6\.1 with --kernel-source \(/);
      await failsWith(
        findSource(undefined, { package: 'linux-source-6.99', fetching: 'look' }),
        'SOURCE_MISSING',
        EXIT.couldNotMeasure,
        /linux-source-6\.99\.tar\.xz is not on this machine/,
      );
    }));
});
