// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type EntryKey, type EntryStore, cached } from '../../harness/core/cache.js';
import { readManifest } from '../../harness/core/cache-entry.js';
import { listEntries } from '../../harness/core/cache-list.js';
import { silent } from '../../harness/core/progress.js';
import { pushEntry } from '../../harness/store/push.js';
import { entryStore } from '../../harness/store/store.js';
import { withHttpStore } from '../support/http-store.js';
import { needKernels } from '../support/kernels.js';
import { placeAt } from '../support/stored.js';
import { inTemp, withCache } from '../support/temp.js';

const { signal } = new AbortController();

/** Fetches an entry into an empty cache; its files are those of the entry. */
async function fetchReal(
  dir: string,
  { kind, label }: EntryKey,
  from: string,
  store: EntryStore,
): Promise<void> {
  const before = await readManifest(from);
  assert.ok(before !== undefined);
  await mkdir(dir, { mode: 0o700 });
  await withCache(dir, async () => {
    const { inputs } = before;
    const files = Object.keys(before.files);
    const build = (): Promise<never> => Promise.reject(new Error('it is built'));
    const entry = await cached({ kind, label, inputs, files, store, build });
    assert.deepEqual((await readManifest(entry.dir))?.files, before.files);
    assert.equal(entry.fetched, store.name);
  });
}

describe('a store with entries of a real cache', function () {
  this.timeout(600_000);

  it('gives a kernel and a root image, from a folder and by HTTP', async () => {
    const [kernel] = await needKernels('lupine-hello');
    const kernelDir = dirname(kernel?.symbols ?? '');
    const root = (await listEntries(['rootfs'])).find(
      ({ state, label }) => state === 'whole' && label === 'root image hello',
    );
    await inTemp(async (dir) => {
      const store = join(dir, 'store');
      await mkdir(store);
      for (const [at, from] of [kernelDir, ...(root === undefined ? [] : [root.dir])].entries()) {
        // A copy: the user's own cache is only read.
        const copy = join(dir, 'copy', basename(from));
        await cp(from, copy, { recursive: true });
        const kind = at === 0 ? 'kernel' : 'rootfs';
        const key: EntryKey = {
          kind,
          digest: basename(from),
          label: (await readManifest(copy))?.label ?? '',
        };
        await withCache(join(dir, 'copy'), () =>
          pushEntry(placeAt(store), key, copy, { progress: silent, signal }),
        );
        await fetchReal(
          join(dir, `folder-${at}`),
          key,
          from,
          entryStore(placeAt(store), { progress: silent }),
        );
        await withHttpStore(store, async ({ url }) => {
          await fetchReal(join(dir, `http-${at}`), key, from, entryStore(placeAt(url), { progress: silent }));
        });
      }
    });
  });
});
