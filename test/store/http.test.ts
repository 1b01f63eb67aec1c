// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile, quick, rangeOf, sendFrom, served, withHttpStore } from '../support/http-store.js';
import { CONTENT, builtHere, cameWhole, fetchTest, placeAt, pushTest } from '../support/stored.js';
import { inTemp } from '../support/temp.js';

describe('a store behind HTTP', () => {
  it(
    'gives what it has, as any server of files does',
    served(
      () => false,
      async (place, { asked }, dir) => {
        cameWhole(await fetchTest(dir, place));
        assert.equal(asked.length, 1 + Object.keys(CONTENT).length);
      },
    ),
  );

  it('takes entries by PUT, the description last, and once', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'store'));
      await withHttpStore(join(dir, 'store'), async ({ url, asked }) => {
        await pushTest(dir, placeAt(url));
        await pushTest(dir, placeAt(url));
        const put = asked.filter(({ method }) => method === 'PUT').map(({ path }) => path.split('/')[1]);
        assert.deepEqual(put, ['files', 'files', 'files', 'kernel']);
        cameWhole(await fetchTest(dir, placeAt(url)));
      });
    }));

  it(
    'goes on where the connection broke, as often as it breaks',
    served(
      (request, response, bytes) => {
        if (!isFile(request) || bytes === undefined) return false;
        sendFrom(response, bytes, rangeOf(request), 600);
        return true;
      },
      async (place, { asked }, dir) => {
        cameWhole(await fetchTest(dir, place, quick(place)));
        const ranges = asked.flatMap(({ range }) => (range === undefined ? [] : [range]));
        assert.ok(ranges.includes('bytes=600-') && ranges.includes('bytes=1200-'), ranges.join(' '));
      },
    ),
  );

  it('goes on with a server that knows no ranges', () => {
    let broken = 0;
    return served(
      (request, response, bytes) => {
        if (!isFile(request) || bytes === undefined) return false;
        sendFrom(response, bytes, 0, (broken += 1) % 2 === 1 ? 600 : Infinity);
        return true;
      },
      async (place, _store, dir) => cameWhole(await fetchTest(dir, place, quick(place))),
    )();
  });

  it(
    'is not believed when the rest is of another file',
    served(
      (request, response, bytes) => {
        if (!isFile(request) || bytes === undefined) return false;
        const start = rangeOf(request);
        sendFrom(response, start === 0 ? bytes : Buffer.alloc(bytes.length, 1), start, 600);
        return true;
      },
      async (place, _store, dir) => builtHere(await fetchTest(dir, place, quick(place)), /^STORE_ENTRY: /),
    ),
  );

  it(
    'is not believed when another part comes than was asked for',
    served(
      (request, response, bytes) => {
        if (!isFile(request) || bytes === undefined) return false;
        const start = rangeOf(request);
        if (start === 0) sendFrom(response, bytes, 0, 600);
        else response.writeHead(206, { 'Content-Range': 'bytes 0-9/10' }).end('0123456789');
        return true;
      },
      async (place, _store, dir) =>
        builtHere(await fetchTest(dir, place, quick(place)), /another part of it/),
    ),
  );
});
