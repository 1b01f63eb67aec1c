// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { downloaded } from '../../../../harness/image/guest/artifact/download.js';
import { LOCK_FILE } from '../../../../harness/image/guest/artifact/lock.js';
import { failsWith } from '../../../support/errors.js';
import { inTemp } from '../../../support/temp.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('files from addresses', () => {
  let server: Server;
  let answer: { body: string; status?: number; claims?: number; location?: string };
  let asked = 0;
  let url: string;
  let turn = 0;

  before(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      const { body, status = 200, claims = body.length, location } = answer;
      const to = location === undefined ? {} : { location };
      response.writeHead(status, { 'content-length': claims, ...to });
      response.write(body);
      if (claims > body.length) response.destroy();
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  after(() => server.close());

  // What the cache keeps is known by its address: each test has its own.
  beforeEach(() => {
    turn += 1;
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${process.pid}/${turn}`;
    asked = 0;
  });

  const get = async (dir: string, sha256?: string, mostBytes?: number): Promise<string> => {
    const { signal } = new AbortController();
    const how = { url, sha256, lock: join(dir, LOCK_FILE), signal, onProgress: () => undefined, mostBytes };
    return await readFile(await downloaded(how), 'utf8');
  };

  it('are fetched once, by the digest that they must have', () =>
    inTemp(async (dir) => {
      answer = { body: `a kernel ${url}` };
      const wanted = digest(answer.body);
      assert.equal(await get(dir, wanted), answer.body);
      answer = { body: 'another', status: 500 };
      assert.equal(await get(dir, wanted), `a kernel ${url}`);
      assert.equal(asked, 1);
    }));

  it('are locked to what the first download gave where nobody published a digest', () =>
    inTemp(async (dir) => {
      answer = { body: `first ${url}` };
      assert.equal(await get(dir), answer.body);
      const lock = JSON.parse(await readFile(join(dir, LOCK_FILE), 'utf8')) as { artifacts: object };
      assert.deepEqual(lock.artifacts, { [url]: digest(answer.body) });
      assert.equal(await get(dir), answer.body);
      assert.equal(asked, 1);
    }));

  it('that changed since are refused, whoever downloads them', () =>
    inTemp(async (dir) => {
      const known = digest('what it was');
      await writeFile(join(dir, LOCK_FILE), JSON.stringify({ format: 1, artifacts: { [url]: known } }));
      answer = { body: 'what it is now' };
      await failsWith(get(dir), 'ARTIFACT_CHANGED', 3, new RegExp(`${digest('what it is now')}.*${known}`));
      await failsWith(get(dir, known), 'ARTIFACT_CHANGED', 3, new RegExp(known));
    }));

  it('that do not come, or not whole, or without end, are not kept', () =>
    inTemp(async (dir) => {
      answer = { body: 'half', claims: 1000 };
      await failsWith(get(dir), 'ARTIFACT_DOWNLOAD', 3, new RegExp(url));
      answer = { body: 'gone', status: 404 };
      await failsWith(get(dir), 'ARTIFACT_DOWNLOAD', 3, /404/);
      answer = { body: 'x'.repeat(100_000) };
      await failsWith(get(dir, undefined, 50_000), 'ARTIFACT_DOWNLOAD', 3, /50000 bytes/);
      answer = { body: `whole ${url}` };
      assert.equal(await get(dir), answer.body);
    }));

  it('that lead elsewhere lead nowhere where somebody could change them, by no step of the way', () =>
    inTemp(async (dir) => {
      answer = { body: '', status: 302, location: 'http://name:secret@elsewhere.invalid/secret' };
      await failsWith(get(dir), 'ARTIFACT_DOWNLOAD', 3, /^(?!.*secret).*elsewhere\.invalid, without TLS/);
      assert.equal(asked, 1);
      answer = { body: '', status: 302, location: 'https://name:secret@elsewhere.invalid/' };
      await failsWith(get(dir), 'ARTIFACT_DOWNLOAD', 3, /^(?!.*secret).*with a name or password/);
      answer = { body: '', status: 302, location: url };
      await failsWith(get(dir), 'ARTIFACT_DOWNLOAD', 3, /leads on more than 5 times/);
      assert.equal(asked, 8);
    }));

  it('a lock that is none is no reason to believe everything again', () =>
    inTemp(async (dir) => {
      answer = { body: 'a kernel' };
      for (const text of [
        '',
        '{}',
        '[]',
        '{"format":1,"artifacts":{"a":"b"}}',
        '{"format":2,"artifacts":{}}',
        `{"format":1,"artifacts":{"${url}":"${digest('one')}","${url}":"${digest('another')}"}}`,
        `{"format":1,"artifacts":{"${url}":"${digest('one')}"},"artifacts":{}}`,
        '['.repeat(100_000),
      ]) {
        await writeFile(join(dir, LOCK_FILE), text);
        await failsWith(get(dir), 'LOCK_INVALID', 2, new RegExp(LOCK_FILE));
      }
      assert.equal(asked, 0);
    }));

  it('a lock that is a pipe, a folder, a link to nowhere or without end is not read', () =>
    inTemp(async (dir) => {
      answer = { body: 'a kernel' };
      const lock = join(dir, LOCK_FILE);
      await promisify(execFile)('mkfifo', [lock]);
      await failsWith(get(dir), 'FILE_KIND', 2, /pipe/);
      await rm(lock);
      await mkdir(lock);
      await failsWith(get(dir), 'FILE_KIND', 2, /folder/);
      await rmdir(lock);
      await symlink(LOCK_FILE, lock);
      await failsWith(get(dir), 'LOCK_INVALID', 2, new RegExp(LOCK_FILE));
      await rm(lock);
      await writeFile(lock, '');
      await truncate(lock, 2 ** 40);
      await failsWith(get(dir), 'FILE_TOO_LARGE', 2, new RegExp(LOCK_FILE));
      assert.equal(asked, 0);
    }));
});
