// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { priceCategories } from '../../../harness/ablation/prices.js';
import { listFiles } from '../../../harness/core/files.js';
import { writeAblation } from '../../../harness/report/index.js';
import { ABLATION, type Values, ablationRun } from '../../ablation/fixture.js';
import { overlaps, textBoxes } from '../../support/svg-text.js';
import { sharedFolder } from '../../support/shared-folder.js';
import { inTemp } from '../../support/temp.js';

const FAILED: Values = { rates: { small: 3e4, large: 2e4, 'small+crypto': 3e4 } };
const CHARTS = ['ablation-add-image-kernel-hello', 'ablation-add-throughput-get-redis'];

const write = (dir: string, values: Values = {}): Promise<void> =>
  writeAblation(priceCategories(ablationRun(values), ABLATION), dir);

describe('written prices', function () {
  this.timeout(120_000);
  const shared = sharedFolder((dir) => write(dir));
  const failed = sharedFolder((dir) => write(dir, FAILED));

  it('are a page, a table, data and a chart for each metric', async () => {
    assert.deepEqual(await listFiles(shared.dir), [
      ...['ablation.csv', 'ablation.json', 'ablation.md', 'report/ablation.html'],
      ...CHARTS.flatMap((name) =>
        ['csv', 'png', 'svg', 'vl.json'].map((end) => `report/charts/${name}.${end}`),
      ),
    ]);
  });
  it('are the same bytes every time', () =>
    inTemp(async (dir) => {
      await write(dir);
      for (const file of await listFiles(shared.dir)) {
        assert.deepEqual(await readFile(join(dir, file)), await readFile(join(shared.dir, file)), file);
      }
    }));
  it('have every digit in the CSV, and the whole in a row of its own', async () => {
    const csv = await shared.read('ablation.csv');
    assert.match(csv, /^add,.*,small\+jump,1,1,2900000,-100000,0\.96666/m);
    assert.match(csv, /^add,.*,\(all\),large,8,8,16000000,13000000,5\.33/m);
  });
  it('say what Kconfig left out, why, and what it brought along', async () => {
    for (const file of ['ablation.md', 'report/ablation.html']) {
      const text = (await shared.read(file)).replaceAll('\\', '');
      assert.match(
        text,
        /1 of 4 options need other categories: crypto \(CRYPTO_1\)\. Left out: HARDWARE_1\./,
      );
      assert.match(
        text,
        /1 of 4 options were not taken: they follow options of other categories: HARDWARE_2\./,
      );
      assert.match(text, /1 option outside changed with it: CRYPTO_2 n to y\./);
      assert.match(text, /In no category: /);
    }
  });
  it('show a price below zero as such, and a sum beside the whole', async () => {
    const markdown = await shared.read('ablation.md');
    assert.match(
      markdown,
      /\| Jump labels \| −100 kB \| 3\.3 % smaller \(0\.97×\) \| 2\.90 MB \| 1 option \|/,
    );
    assert.match(
      markdown,
      /large as a whole: \+13\.0 MB, 5\.33× larger; prices together \+2\.40 MB, rest \+10\.6 MB/,
    );
  });
  it('say of a kernel that does not boot what its console said', async () => {
    const { read } = failed;
    assert.match(await read('ablation.md'), /could not measure: GUEST\\_PANIC\. .*Kernel panic: no init/);
    assert.match(await read('report/charts/ablation-add-throughput-get-redis.svg'), /GUEST_PANIC/);
    assert.match(await read('ablation.csv'), /GUEST_PANIC,small\+jump: Kernel panic: no init/);
  });
  it('are drawn without one text over another', async () => {
    for (const name of CHARTS) {
      assert.deepEqual(overlaps(textBoxes(await failed.read(`report/charts/${name}.svg`))), [], name);
    }
  });
});
