// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { StoreDocument } from '../../harness/store/types.js';
import { builtHere, changeDocument, fetchTest, first, inStore, placeAt } from '../support/stored.js';

describe('what a store says of an entry', () => {
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
});
