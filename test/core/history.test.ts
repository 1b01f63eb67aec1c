// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyIn, isAmount } from '../../harness/core/history.js';
import { inTemp, withCache } from '../support/temp.js';

const FILE = 'test-history.json';
const history = historyIn(FILE, isAmount);

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(dir, () => test(dir)));

describe('a history', () => {
  it(
    'is empty at first, and has the newest number of each thing',
    inCache(async () => {
      assert.deepEqual(await history.read(), new Map());
      await history.remember('redis', 3);
      await history.remember('__proto__', 4);
      await history.remember('redis', 5);
      assert.deepEqual(
        await history.read(),
        new Map([
          ['redis', 5],
          ['__proto__', 4],
        ]),
      );
    }),
  );
  it(
    'leaves out what is no number, and is begun anew where nothing can be read',
    inCache(async (dir) => {
      await writeFile(join(dir, FILE), '{"a":1,"b":"2","c":-1,"d":null,"e":1e999}');
      assert.deepEqual(await history.read(), new Map([['a', 1]]));
      for (const damaged of ['{"a":', 'null', '[]', '"a"']) {
        await writeFile(join(dir, FILE), damaged);
        assert.deepEqual(await history.read(), new Map(), damaged);
      }
      await history.remember('a', 2);
      assert.deepEqual(await history.read(), new Map([['a', 2]]));
    }),
  );
  it(
    'fails nothing where the cache cannot be written',
    inCache(async (dir) => {
      const file = join(dir, 'file');
      await writeFile(file, '');
      await withCache(file, async () => {
        await history.remember('a', 2);
        assert.deepEqual(await history.read(), new Map());
      });
    }),
  );
});
