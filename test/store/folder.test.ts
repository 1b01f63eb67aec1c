// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { execa } from 'execa';
import type { EntryKey } from '../../harness/core/cache.js';
import { EXIT } from '../../harness/core/errors.js';
import type { StoreDocument } from '../../harness/store/types.js';
import { failsWith } from '../support/errors.js';
import {
  CONTENT,
  builtHere,
  cameWhole,
  changeDocument,
  entryOf,
  fetchTest,
  placeAt,
  pushTest,
} from '../support/stored.js';
import { inTemp, withCache } from '../support/temp.js';

type Case = (store: string, key: EntryKey, dir: string) => Promise<void>;

/** An entry in a store of files, and what somebody made of it. */
const inStore =
  (test: Case): (() => Promise<void>) =>
  () =>
    inTemp(async (dir) => {
      const store = join(dir, 'store');
      await mkdir(store);
      await test(store, await pushTest(dir, placeAt(store)), dir);
    });

const fileOf = (store: string, document: StoreDocument, name: string): string =>
  join(store, 'files', `${document.files[name]?.sha256 ?? ''}.gz`);

const documentIn = async (store: string, { kind, digest }: EntryKey): Promise<StoreDocument> =>
  JSON.parse(await readFile(join(store, kind, `${digest}.json`), 'utf8')) as StoreDocument;

const first = (document: StoreDocument): StoreDocument['files'][string] =>
  document.files['bzImage'] ?? { sha256: '', bytes: 0 };

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

  const hostile: [what: string, change: (document: StoreDocument) => unknown, why: RegExp][] = [
    ['is no JSON', () => '{', /no JSON/],
    ['is a list', () => [], /does not fit its schema/],
    [
      'is another entry',
      (document) => ({ ...document, entry: 'a'.repeat(64) }),
      /that of kernel aaaaaaaaaaaa/,
    ],
    ['has another kind', (document) => ({ ...document, kind: 'rootfs' }), /that of rootfs/],
    ['has a format of the future', (document) => ({ ...document, format: 2 }), /format 2/],
    ['has unknown keys', (document) => ({ ...document, script: 'x' }), /does not fit its schema/],
    ['never ends', (document) => ({ ...document, label: 'x'.repeat(100_000) }), /MiB|no end/],
    ...[
      '../../evil',
      '/etc/passwd',
      'a/b',
      '.manifest.json',
      '__proto__',
      '..',
      'a\u0000b',
      'a\u001b[2J',
    ].map((name): [string, (document: StoreDocument) => unknown, RegExp] => [
      `names the file ${JSON.stringify(name)}`,
      (document) => {
        const { files, ...rest } = document;
        const [[, about] = ['', { sha256: '', bytes: 0 }]] = Object.entries(files);
        return `${JSON.stringify(rest).slice(0, -1)},"files":{${JSON.stringify(name)}:${JSON.stringify(about)}}}`;
      },
      /does not fit its schema/,
    ]),
    [
      'has one file more',
      (document) => ({ ...document, files: { ...document.files, more: first(document) } }),
      /it has the files bzImage, config, more, vmlinux\.linked, not/,
    ],
    ['has no files', (document) => ({ ...document, files: {} }), /it has the files , not/],
    [
      'has a digest that leads out',
      (document) => {
        first(document).sha256 = '../../../etc/passwd';
        return document;
      },
      /does not fit its schema/,
    ],
    [
      'has a length below zero',
      (document) => {
        first(document).bytes = -1;
        return document;
      },
      /does not fit its schema/,
    ],
    [
      'has more bytes than any entry',
      (document) => {
        for (const file of Object.values(document.files)) file.bytes = 15 * 1024 ** 3;
        return document;
      },
      /more than 17179869184 bytes/,
    ],
    [
      'says less than comes',
      (document) => {
        first(document).bytes -= 1;
        return document;
      },
      /bzImage: it is longer than its 14 bytes/,
    ],
    [
      'says more than comes',
      (document) => {
        first(document).bytes += 1;
        return document;
      },
      /bzImage: it has 15 bytes, not 16/,
    ],
  ];
  for (const [what, change, why] of hostile) {
    it(
      `is not believed when its description ${what}`,
      inStore(async (store, key, dir) => {
        await changeDocument(store, key, change);
        builtHere(await fetchTest(dir, placeAt(store)), why);
        assert.deepEqual((await readdir(dir)).sort(), ['maker', 'store', 'user']);
      }),
    );
  }

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
    ['is a folder', async (path) => (await rm(path), await mkdir(path)), /it is a folder|EISDIR/],
    ['is a pipe', async (path) => (await rm(path), await execa('mkfifo', [path])), /it is a pipe/],
    [
      'is a link, although to the right bytes',
      async (path, dir) => (
        await rename(path, join(dir, 'user.gz')),
        await symlink(join(dir, 'user.gz'), path)
      ),
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
