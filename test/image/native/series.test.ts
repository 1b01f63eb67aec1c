// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { packagePath } from '../../../harness/core/paths.js';
import { applySeries, readSeries } from '../../../harness/image/native/series.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const OURS = packagePath('kml', 'musl');

const patch = (file: string, from: string, to: string): string =>
  `--- a/${file}\n+++ b/${file}\n@@ -1,3 +1,3 @@\n one\n-${from}\n+${to}\n three\n`;

describe('patch series', function () {
  this.timeout(180_000);

  it('is applied in the order of its numbers', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'tree'));
      await writeFile(join(dir, 'tree', 'file'), 'one\ntwo\nthree\n');
      await writeFile(join(dir, '0002-b.patch'), patch('file', '2', 'II'));
      await writeFile(join(dir, '0001-a.patch'), patch('file', 'two', '2'));
      await applySeries(await readSeries(dir), join(dir, 'tree'), 'numbers 1');
      assert.equal(await readFile(join(dir, 'tree', 'file'), 'utf8'), 'one\nII\nthree\n');
    }));

  it('that does not fit names version, patch and file', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'tree'));
      await writeFile(join(dir, 'tree', 'file'), 'one\nzwei\nthree\n');
      await writeFile(join(dir, '0001-a.patch'), patch('file', 'two', '2'));
      const work = readSeries(dir).then((series) => applySeries(series, join(dir, 'tree'), 'numbers 2'));
      await failsWith(work, 'MUSL_PATCH_MISFIT', EXIT.couldNotMeasure, /0001-a\.patch.*numbers 2.*: file\./);
    }));

  it('of ours states its licence', async () => {
    for (const { path, name } of await readSeries(OURS)) {
      assert.match(await readFile(path, 'utf8'), /^From 0{40} .*\nSPDX-License-Identifier: MIT\n/, name);
    }
  });
});
