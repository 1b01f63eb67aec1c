// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cached } from '../../harness/core/cache.js';
import { listEntries, removeEntry } from '../../harness/core/cache-list.js';
import { usedEntries } from '../../harness/core/cache-marks.js';
import { acquireLock } from '../../harness/core/lock.js';
import { ENTRY_SCRIPT, madeByAnother } from '../support/made-entry.js';
import { inTemp, withCache } from '../support/temp.js';

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(dir, () => test(dir)));

describe('the entries of the cache', () => {
  it(
    'are listed with label, size and last use',
    inCache(async () => {
      const { kind, state, label, bytes, used } = await madeByAnother();
      assert.deepEqual([kind, state, label], ['guest', 'whole', 'shared entry']);
      assert.ok(bytes > 0 && bytes < 100_000, `${bytes}`);
      assert.ok(Date.now() - used.getTime() < 60_000);
    }),
  );

  it(
    'are used when they are asked for, not only when they are made',
    inCache(async () => {
      const { dir } = await madeByAnother();
      const before = new Date('2020-01-01');
      await utimes(join(dir, '.manifest.json'), before, before);
      assert.equal((await listEntries(['guest']))[0]?.used.getTime(), before.getTime());
      await execa('node', [ENTRY_SCRIPT]);
      assert.ok(Date.now() - ((await listEntries(['guest']))[0]?.used.getTime() ?? 0) < 60_000);
    }),
  );

  it(
    'go when they are removed, and are made again',
    inCache(async (dir) => {
      assert.equal(await removeEntry(await madeByAnother()), 'removed');
      assert.deepEqual(
        (await readdir(join(dir, 'guest'))).filter((name) => !name.endsWith('.lock')),
        [],
      );
      assert.match((await execa('node', [ENTRY_SCRIPT])).stdout, /^built /);
    }),
  );

  it(
    'stay as long as a process uses them',
    inCache(async () => {
      const entry = await madeByAnother();
      // This process finds it, and goes on.
      await cached({
        kind: 'guest',
        label: '',
        inputs: 'shared',
        build: () => Promise.reject(new Error('made')),
      });
      assert.deepEqual([...(await usedEntries())], [entry.digest]);
      assert.equal(await removeEntry(entry), 'in use');
      assert.equal((await listEntries(['guest'])).length, 1);
    }),
  );

  it(
    'stay as long as they are being made',
    inCache(async () => {
      const entry = await madeByAnother();
      const lock = await acquireLock(join(entry.locks, `${entry.digest}.lock`));
      assert.equal(await removeEntry(entry), 'locked');
      await lock.release();
      assert.equal(await removeEntry(entry), 'removed');
    }),
  );

  it(
    'are not kept by marks of processes that ended, or by marks of nobody',
    inCache(async (dir) => {
      const entry = await madeByAnother();
      await writeFile(join(dir, 'used', '999999999'), `1 x y\n${entry.digest}\n`);
      await writeFile(join(dir, 'used', 'nonsense'), `${entry.digest}\n`);
      assert.deepEqual([...(await usedEntries())], []);
      assert.deepEqual(await readdir(join(dir, 'used')), []);
      assert.equal(await removeEntry(entry), 'removed');
    }),
  );
});
