// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { findPackages } from '../../../harness/image/rootfs/apt.js';
import type { PackageIndex } from '../../../harness/image/rootfs/apt-index.js';
import { privateAptOptions } from '../../../harness/image/rootfs/private-apt.js';
import { failsWith } from '../../support/errors.js';
import { inPlainTemp, withCache } from '../../support/temp.js';

const PACKAGE = [
  ...['Package: app', 'Version: 1.2', 'Architecture: amd64', 'Maintainer: nobody', 'Filename: ./app.deb'],
  ...['Size: 1', `SHA256: ${'a'.repeat(64)}`, 'Description: test', ''],
].join('\n');

let count = 0;

/** Runs a test with an index of one package, and a cache of its own. */
const withIndex = (test: (index: PackageIndex) => Promise<void>) => (): Promise<void> =>
  inPlainTemp((dir) =>
    withCache(join(dir, 'cache'), async () => {
      await writeFile(join(dir, 'Packages'), PACKAGE);
      const name = `apt-test-${(count += 1)}`;
      const list = { name: 'test.list', text: `deb [trusted=yes] file:${dir} ./\n` };
      const options = await privateAptOptions({ name, derive: () => [list], code: 'X' });
      const lists = join(cacheRoot(), name, 'lists');
      for (const file of await readdir(lists)) {
        const date = new Date('2026-07-11T10:00:00Z');
        await utimes(join(lists, file), date, date);
      }
      await test({ options, lists });
    }),
  );

/** Versions by name, and what was said about them. */
async function ask(
  names: string[],
  index: PackageIndex,
  components?: string[],
): Promise<[string[], string[]]> {
  const notes: string[] = [];
  const found = await findPackages(names, { index, components, onNote: (text) => notes.push(text) });
  return [[...found.values()].map(({ name, version }) => `${name} ${version}`), notes];
}

describe('packages that resolved before', function () {
  this.timeout(60_000);

  it(
    'are taken where apt has no lists any more, with their date',
    withIndex(async (index) => {
      assert.deepEqual(await ask(['app'], index), [['app 1.2'], []]);
      await rm(index.lists, { recursive: true });
      assert.deepEqual(await ask(['app'], index), [
        ['app 1.2'],
        ['apt cannot say what packages there are; taken as they resolved with its lists of 2026-07-11.'],
      ]);
    }),
  );

  it(
    'are no answer to another question',
    withIndex(async (index) => {
      await ask(['app'], index);
      await rm(index.lists, { recursive: true });
      for (const [names, components] of [[['app', 'more']], [['app'], ['non-free']]] as const)
        await failsWith(
          ask([...names], index, components === undefined ? undefined : [...components]),
          'PACKAGES_UNRESOLVED',
          EXIT.couldNotMeasure,
        );
    }),
  );

  it(
    'do not hide what lists say that are there',
    withIndex(async (index) => {
      await ask(['app'], index);
      const [list = ''] = (await readdir(index.lists)).filter((name) => name.includes('_Packages'));
      await rm(join(index.lists, list));
      const other = PACKAGE.replace('Package: app', 'Package: other');
      await writeFile(join(index.lists, list.replace(/Packages\..*/, 'Packages')), other);
      await failsWith(
        ask(['app'], index),
        'PACKAGES_UNRESOLVED',
        EXIT.couldNotMeasure,
        /apt knows no package app/,
      );
    }),
  );
});
