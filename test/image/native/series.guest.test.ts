// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { packageRoot } from '../../../harness/core/paths.js';
import { readSeries } from '../../../harness/image/native/series.js';
import { findSourcePackage } from '../../../harness/image/native/source.js';
import { buildSysroot } from '../../../harness/image/native/sysroot.js';
import { unpackSourcePackage } from '../../../harness/image/native/unpack.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const OURS = join(packageRoot, 'kml', 'musl');

const patch = (file: string, from: string, to: string): string =>
  `--- a/${file}\n+++ b/${file}\n@@ -1,3 +1,3 @@\n one\n-${from}\n+${to}\n three\n`;

describe('our patches to musl', function () {
  this.timeout(180_000);

  it('go onto Debian’s as mail, too', () =>
    inTemp(async (dir) => {
      const musl = await findSourcePackage('musl');
      const git = (...args: string[]): Promise<unknown> =>
        execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
          cwd: join(dir, 'musl'),
        });
      await unpackSourcePackage(musl, join(dir, 'musl'));
      await git('init', '--quiet');
      await git('add', '--all', '--force');
      await git('commit', '--quiet', '--message', 'musl');
      await git('am', '--quiet', ...(await readSeries(OURS)).map(({ path }) => path));
    }));

  it('that do not fit are refused before anything is built', () =>
    inTemp(async (dir) => {
      await writeFile(join(dir, '0001-a.patch'), patch('Makefile', 'two', '2'));
      await failsWith(
        buildSysroot({ series: dir }),
        'MUSL_PATCH_MISFIT',
        EXIT.couldNotMeasure,
        /0001-a\.patch does not fit musl 1\.2\.\d.*Makefile/,
      );
    }));
});
