// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type Answer, isFile, quick, served, status, withHttpStore } from '../support/http-store.js';
import { builtHere, fetchTest, placeAt } from '../support/stored.js';
import { inTemp } from '../support/temp.js';

describe('a store behind HTTP that is no good', () => {
  const silent: [what: string, answer: Answer, why: RegExp][] = [
    ['answers 500', status(500), /it answered 500/],
    ['answers 418', status(418), /it answered 418/],
    ['answers 503 for files', status(503, isFile), /it answered 503/],
    ['never answers', () => true, /nothing came for|no answer within/],
    [
      'stops in the middle of a file',
      (request, response) => {
        if (!isFile(request)) return false;
        response.writeHead(200, { 'Content-Length': 5000 }).write(gzipSync('x'));
        return true;
      },
      /the connection broke off/,
    ],
    [
      'leads in a circle',
      (request, response) => {
        response.writeHead(302, { Location: request.url ?? '' }).end();
        return true;
      },
      /leads on more than 5 times/,
    ],
    [
      'leads to a file of this machine',
      (_request, response) => {
        response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
        return true;
      },
      /leads from the network to file:/,
    ],
  ];
  for (const [what, answer, why] of silent) {
    it(
      `that ${what} is a note, and everything is built here`,
      served(answer, async (place, _store, dir) => {
        const fetched = await fetchTest(dir, place, quick(place));
        builtHere(fetched, why);
        assert.match(fetched.notes[0] ?? '', /^STORE_UNREACHABLE: /);
      }),
    );
  }

  it('that is not there is a note, and is asked once', () =>
    inTemp(async (dir) => {
      const { url } = await withHttpStore(dir, (store) => Promise.resolve(store));
      builtHere(await fetchTest(dir, placeAt(url)), /^STORE_UNREACHABLE: .*ECONNREFUSED/);
    }));

  it(
    'that refuses is a note that says how to log in',
    served(status(401), async (place, _store, dir) => {
      builtHere(await fetchTest(dir, place, quick(place)), /^STORE_REFUSED: .*it answered 401/);
    }),
  );

  const endless: Answer = (request, response) => {
    if (!isFile(request)) return false;
    response.writeHead(200);
    const more = (): void => {
      if (!response.destroyed) response.write(gzipSync(''), () => setImmediate(more));
    };
    more();
    return true;
  };
  it(
    'whose file has no end is not waited for',
    served(endless, async (place, _store, dir) =>
      builtHere(await fetchTest(dir, place, quick(place)), /more than \d+ bytes came/),
    ),
  );

  it(
    'whose description has no end is not waited for',
    served(
      (_request, response) => {
        response.writeHead(200);
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(1000), () => setImmediate(more));
        };
        more();
        return true;
      },
      async (place, _store, dir) => builtHere(await fetchTest(dir, place, quick(place)), /no end/),
    ),
  );

  it(
    'that gives a byte at a time is given up when building here is quicker',
    served(
      (request, response, bytes) => {
        if (!isFile(request) || bytes === undefined) return false;
        response.writeHead(200, { 'Content-Length': bytes.length });
        let at = 0;
        const timer = setInterval(() => {
          if (response.destroyed || at >= bytes.length) clearInterval(timer);
          else response.write(bytes.subarray(at, (at += 1)));
        }, 50);
        return true;
      },
      async (place, _store, dir) => {
        const options = { ...quick(place), allowanceMs: 700, leastPerSecond: 1e9 };
        builtHere(await fetchTest(dir, place, options), /was not there within 1 s/);
      },
    ),
  );
});
