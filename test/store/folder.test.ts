// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import {
  CONTENT,
  builtHere,
  cameWhole,
  changeDocument,
  documentIn,
  entryOf,
  fetchTest,
  fileOf,
  first,
  inStore,
  placeAt,
  pushTest,
} from '../support/stored.js';
import { withCache } from '../support/temp.js';

describe('a store in a folder', () => {
  it(
    'gives what was pushed, with its holes',
    inStore(async (store, _key, dir) => {
      const fetched = await fetchTest(dir, placeAt(store));
      cameWhole(fetched);
      const { blocks } = await stat(join(fetched.entry.dir, 'vmlinux.linked'));
      assert.ok(blocks * 512 < 1_000_000, `${blocks} blocks`);
    }),
  );

  it(
    'is told apart from others: what it gave serves nobody who does not name it',
    inStore(async (store, _key, dir) => {
      cameWhole(await fetchTest(dir, placeAt(store)));
      const again = await fetchTest(dir, placeAt('/nowhere/at/all'));
      builtHere(again, /^STORE_UNREACHABLE: the store \/nowhere\/at\/all does not answer: ENOENT/);
      await withCache(join(dir, 'user'), async () => assert.equal((await entryOf('one')).fetched, undefined));
    }),
  );

  it(
    'is silent about what it does not have',
    inStore(async (store, _key, dir) => {
      const { entry, notes } = await fetchTest(dir, placeAt(store), {}, 'another');
      assert.deepEqual([entry.hit, entry.fetched, notes], [false, undefined, []]);
    }),
  );

  it(
    'takes an entry twice, and not with other bytes',
    inStore(async (store, _key, dir) => {
      await pushTest(dir, placeAt(store));
      await rm(join(dir, 'maker'), { recursive: true });
      await changeDocument(store, _key, (document) => {
        first(document).sha256 = 'a'.repeat(64);
        return document;
      });
      await failsWith(pushTest(dir, placeAt(store)), 'STORE_DIFFERS', EXIT.couldNotMeasure, /bzImage\.$/);
    }),
  );

  const damages: [what: string, damage: (path: string, dir: string) => Promise<unknown>, why: RegExp][] = [
    ['is missing', (path) => rm(path), /it is missing/],
    [
      'has other bytes',
      (path) => writeFile(path, gzipSync('a packed kernal')),
      /it has SHA-256 [0-9a-f]{64}, not/,
    ],
    ['is not packed', (path) => writeFile(path, 'a packed kernel'), /not packed as it should be/],
    [
      'breaks off',
      async (path) => writeFile(path, (await readFile(path)).subarray(0, -9)),
      /not packed as it should/,
    ],
    [
      'unpacks without an end',
      (path) => writeFile(path, gzipSync(Buffer.alloc(2_000_000))),
      /longer than its 15 bytes/,
    ],
    [
      'is nothing, packed without end',
      (path) => writeFile(path, Buffer.concat(Array.from({ length: 5000 }, () => gzipSync('')))),
      /more than \d+ bytes came/,
    ],
    [
      'is a folder',
      async (path) => {
        await rm(path);
        await mkdir(path);
      },
      /it is a folder|EISDIR/,
    ],
    [
      'is a pipe',
      async (path) => {
        await rm(path);
        await execa('mkfifo', [path]);
      },
      /it is a pipe/,
    ],
    [
      'is a link, although to the right bytes',
      async (path, dir) => {
        await rename(path, join(dir, 'user.gz'));
        await symlink(join(dir, 'user.gz'), path);
      },
      /ELOOP/,
    ],
  ];
  for (const [what, damage, why] of damages) {
    it(
      `names an entry of which a file ${what}, and it is built here`,
      inStore(async (store, key, dir) => {
        await damage(fileOf(store, await documentIn(store, key), 'bzImage'), dir);
        const fetched = await fetchTest(dir, placeAt(store));
        builtHere(fetched, why);
        assert.match(fetched.notes[0] ?? '', /^STORE_ENTRY: .*kernel test \([0-9a-f]{12}\): bzImage: /);
        const left = await readdir(join(dir, 'user', 'fetched', placeAt(store).id, 'kernel'));
        assert.deepEqual(left, [], 'nothing half-made stays');
      }),
    );
  }

  it(
    'whose description is a pipe or a link is not waited for',
    inStore(async (store, key, dir) => {
      const path = join(store, 'kernel', `${key.digest}.json`);
      await rename(path, join(dir, 'document.json'));
      await symlink(join(dir, 'document.json'), path);
      builtHere(await fetchTest(dir, placeAt(store)), /is a link/);
      await rm(path);
      await execa('mkfifo', [path]);
      await rm(join(dir, 'user'), { recursive: true });
      builtHere(await fetchTest(dir, placeAt(store)), /is a pipe/);
    }),
  );

  it(
    'notices a flipped byte in what it gave, and asks again',
    inStore(async (store, _key, dir) => {
      const { entry } = await fetchTest(dir, placeAt(store));
      // Another process, which has not seen the entry.
      await rename(join(dir, 'user'), join(dir, 'old'));
      await mkdir(join(dir, 'user'), { mode: 0o700 });
      await rename(join(dir, 'old', 'fetched'), join(dir, 'user', 'fetched'));
      await rm(join(entry.dir, '.manifest.json'));
      cameWhole(await fetchTest(dir, placeAt(store)));
    }),
  );

  it(
    'has files that any tool unpacks',
    inStore(async (store, key) => {
      const packed = await readFile(fileOf(store, await documentIn(store, key), 'bzImage'));
      assert.equal(gunzipSync(packed).toString(), String(CONTENT['bzImage']));
    }),
  );
});
