// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { resolvePackages } from '../../../harness/image/rootfs/apt-resolve.js';
import { privateAptOptions } from '../../../harness/image/rootfs/private-apt.js';
import { failsWith } from '../../support/errors.js';
import { inPlainTemp, withCache } from '../../support/temp.js';

/** An archive of packages that exist by name only. */
const ARCHIVE = [
  ['app', '1', 'Depends: lib (>= 1)'],
  ['old', '1', 'Depends: lib (>= 2)'],
  ['lost', '1', 'Pre-Depends: nobody-has-it'],
  ['proud', '1', 'Conflicts: lib'],
  ['lib', '1', ''],
].map(([name = '', version = '', more = ''], index) =>
  [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: nobody',
    `Filename: ./${name}.deb`,
    'Size: 1',
    `SHA256: ${`${index}`.repeat(64)}`,
    ...(more === '' ? [] : [more]),
    'Description: test',
  ].join('\n'),
);

describe('packages', function () {
  this.timeout(60_000);
  const ask = (names: readonly string[]): Promise<string[]> =>
    inPlainTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        await writeFile(join(dir, 'Packages'), `${ARCHIVE.join('\n\n')}\n`);
        const list = { name: 'test.list', text: `deb [trusted=yes] file:${dir} ./\n` };
        const apt = await privateAptOptions({ name: `apt${dir}`, derive: () => [list], code: 'X' });
        const records = await resolvePackages(apt, names, { namedIn: 'app.yaml' });
        return records.map(({ name }) => name).sort();
      }),
    );

  it('come with what they depend on', async () => {
    assert.deepEqual(await ask(['app']), ['app', 'lib']);
    assert.deepEqual(await ask(['app=1']), ['app', 'lib']);
  });

  for (const [title, names, message] of [
    ['that nobody has', ['app', 'none'], /^app\.yaml: apt knows no package none that/],
    ['of a version that nobody has', ['app=7'], /^app\.yaml: apt knows no version 7 of the package app\.$/],
    [
      'that need a newer one',
      ['old'],
      /^app\.yaml: the package old cannot be installed: Depends: lib \(>= 2\)/,
    ],
    [
      'that need one that nobody has',
      ['lost'],
      /^app\.yaml: the package lost .*: Pre-?Depends: nobody-has-it/,
    ],
    ['that exclude each other', ['app', 'proud'], /^app\.yaml: the package proud .*: Conflicts: lib/],
  ] as const) {
    it(`${title} are named with the file`, () =>
      failsWith(ask(names), 'PACKAGES_UNRESOLVED', EXIT.couldNotMeasure, message));
  }
});
