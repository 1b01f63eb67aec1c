// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import { type Answer, served, withHttpStore } from '../support/http-store.js';
import { fetchTest, placeAt, pushTest } from '../support/stored.js';
import { inTemp, withEnvironment } from '../support/temp.js';

describe('what lets us into a store behind HTTP', () => {
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
        const lead: Answer = (request, response) => {
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
