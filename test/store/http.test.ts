// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EXIT } from '../../harness/core/errors.js';
import { httpBackend } from '../../harness/store/http.js';
import type { StoreOptions } from '../../harness/store/store.js';
import type { StorePlace } from '../../harness/store/types.js';
import { failsWith } from '../support/errors.js';
import { type Answer, type HttpStore, sendFrom, withHttpStore } from '../support/http-store.js';
import { CONTENT, builtHere, cameWhole, fetchTest, placeAt, pushTest } from '../support/stored.js';
import { inTemp, withEnvironment } from '../support/temp.js';

/** Like the patience of the program, for tests that must not last. */
const quick = (place: StorePlace): Partial<StoreOptions> => {
  assert.ok(place.kind === 'http');
  const patience = { answerMs: 1500, quietMs: 400, retries: 4, pauseMs: 5 };
  return { backend: httpBackend(place.url, place.name, patience) };
};

/** A store behind HTTP with one entry, whose server answers so. */
const served =
  (answer: Answer, test: (place: StorePlace, store: HttpStore, dir: string) => Promise<void>) =>
  (): Promise<void> =>
    inTemp(async (dir) => {
      const folder = join(dir, 'store');
      await mkdir(folder);
      await pushTest(dir, placeAt(folder));
      await withHttpStore(folder, (store) => test(placeAt(store.url), store, dir), answer);
    });

const isFile = ({ url }: IncomingMessage): boolean => url?.startsWith('/files/') === true;
const rangeOf = ({ headers }: IncomingMessage): number =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);

const status =
  (code: number, of = (_: IncomingMessage): boolean => true): Answer =>
  (request, response) => {
    if (!of(request)) return false;
    response.writeHead(code).end();
    return true;
  };

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
      /leads elsewhere/,
    ],
    [
      'leads to a file of this machine',
      (_request, response) => {
        response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
        return true;
      },
      /leads elsewhere|from TLS to file|answered 302/,
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

  it('gets the password of its host, and no other does', () =>
    inTemp(async (dir) => {
      await mkdir(join(dir, 'store'));
      await pushTest(dir, placeAt(join(dir, 'store')));
      const logins = async (netrc: string, place: string): Promise<void> => {
        await writeFile(join(dir, 'netrc'), netrc);
        await withEnvironment('NETRC', join(dir, 'netrc'), async () => {
          await fetchTest(dir, placeAt(place), {}, netrc);
        });
      };
      await withHttpStore(join(dir, 'store'), async ({ url, asked }) => {
        const { host } = new URL(url);
        const lead: Answer = (request: IncomingMessage, response: ServerResponse) => {
          response
            .writeHead(302, {
              Location: new URL(request.url ?? '', url).href.replace('127.0.0.1', 'localhost'),
            })
            .end();
          return true;
        };
        const last = (): string | undefined => asked.at(-1)?.authorization;
        await logins(
          `machine other.example login a password b\nmachine ${host} login me password pass word`,
          url,
        );
        assert.equal(last(), `Basic ${Buffer.from('me:pass').toString('base64')}`);
        await logins('machine 127.0.0.1 password token-1', url);
        assert.equal(last(), 'Bearer token-1');
        await logins('default login me password secret', url);
        assert.equal(last(), undefined);
        await logins('machine other.example login me password secret', url);
        assert.equal(last(), undefined);
        await withEnvironment('LUPINE_BENCH_STORE_AUTH', 'machine 127.0.0.1 password token-2', () =>
          logins('x', url),
        );
        assert.equal(last(), 'Bearer token-2');
        // Another host by a redirect.
        await withHttpStore(
          join(dir, 'store'),
          async (other) => {
            await logins(`machine ${new URL(other.url).host} password secret`, other.url);
            assert.equal(other.asked.at(-1)?.authorization, 'Bearer secret');
          },
          lead,
        );
        assert.equal(last(), undefined, 'the one to which it led');
      });
    }));

  it(
    'never shows what lets us in',
    served(
      (request, response) => {
        if (request.headers.authorization === undefined) return false;
        response
          .writeHead(403, { 'X-Echo': request.headers.authorization })
          .end(request.headers.authorization);
        return true;
      },
      async (place, _store, dir) => {
        const login = `machine 127.0.0.1 login hunter password hunter2`;
        await withEnvironment('LUPINE_BENCH_STORE_AUTH', login, async () => {
          const { notes } = await fetchTest(dir, place);
          assert.match(notes.join(''), /^STORE_REFUSED: /);
          assert.doesNotMatch(notes.join(''), /hunter|aHVudGVy/);
          await failsWith(
            pushTest(dir, place, 'two'),
            'STORE_REFUSED',
            EXIT.couldNotMeasure,
            /^[^]*answered 403\.$/,
          );
        });
      },
    ),
  );
});
