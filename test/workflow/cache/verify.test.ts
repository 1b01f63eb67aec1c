// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached } from '../../../harness/core/cache.js';
import { EXIT } from '../../../harness/core/errors.js';
import { silent } from '../../../harness/core/progress.js';
import { entryStore } from '../../../harness/store/store.js';
import { compareAgain } from '../../../harness/workflow/cache/verify.js';
import { failsWith } from '../../support/errors.js';
import { CONTENT, entryOf, placeAt, pushTest } from '../../support/stored.js';
import { inTemp, withCache } from '../../support/temp.js';

const { signal } = new AbortController();

type Looked = Parameters<typeof compareAgain>[0];

/** An entry as it came from a store, or was built. */
async function looked(store?: Parameters<typeof entryOf>[1]): Promise<Looked> {
  const { dir, digest, fetched } = await entryOf('one', store);
  return { kind: 'kernel', digest, label: 'kernel test', dir, fetched, locks: dirname(dir) };
}

/** Makes the entry of the tests again, with this in the place of some of its files. */
const again =
  (changes: Record<string, string> = {}) =>
  async (_: Looked, folder: string): Promise<string> => {
    const { dir } = await cached({
      ...{ kind: 'kernel', label: 'kernel test', inputs: 'one', folder },
      build: async (into) => {
        for (const [name, bytes] of Object.entries({ ...CONTENT, ...changes }))
          await writeFile(join(into, name), bytes);
      },
    });
    return dir;
  };

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => {
    await mkdir(join(dir, 'cache'), { mode: 0o700 });
    await withCache(join(dir, 'cache'), () => test(dir));
  });

describe('an entry that is made again', () => {
  it(
    'is what it was, file by file',
    inCache(async () => {
      const { files, fetched } = await compareAgain(await looked(), again(), signal);
      assert.deepEqual([files, fetched], [['bzImage', 'config', 'vmlinux.linked'], undefined]);
    }),
  );

  it(
    'names the files that differ, and stays when it was built here',
    inCache(async () => {
      const entry = await looked();
      const work = compareAgain(entry, again({ config: 'y', more: 'z' }), signal);
      await failsWith(work, 'ENTRY_DIFFERS', EXIT.couldNotMeasure, /other bytes in config, more\.$/);
      await access(entry.dir);
    }),
  );

  it(
    'is set aside when a store gave it, and other bytes come of the same inputs',
    inCache(async (dir) => {
      const store = placeAt(join(dir, 'store'));
      await mkdir(join(dir, 'store'));
      await pushTest(dir, store);
      const entry = await looked(entryStore(store, { progress: silent }));
      assert.ok(entry.fetched !== undefined);
      await compareAgain(entry, again(), signal);
      const work = compareAgain(entry, again({ bzImage: 'another' }), signal);
      await failsWith(
        work,
        'ENTRY_DIFFERS',
        EXIT.couldNotMeasure,
        /what .*store gave .*bzImage\. It is set aside/,
      );
      await assert.rejects(access(entry.dir));
      await access(`${entry.dir}.damaged`);
    }),
  );

  it(
    'cannot be compared where it would be another, or where it is damaged',
    inCache(async () => {
      const entry = await looked();
      const nothing = compareAgain(entry, () => Promise.resolve(undefined), signal);
      await failsWith(nothing, 'ENTRY_INPUTS', EXIT.couldNotMeasure, /other inputs/);
      await writeFile(join(entry.dir, 'bzImage'), 'x');
      await failsWith(compareAgain(entry, again(), signal), 'CACHE_ENTRY', EXIT.couldNotMeasure, /damaged/);
    }),
  );
});
