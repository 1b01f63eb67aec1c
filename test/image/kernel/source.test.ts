// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { downloadSource } from '../../../harness/image/kernel/source-download.js';
import { findSource } from '../../../harness/image/kernel/source.js';
import { sourcesOf } from '../../../harness/image/kernel/sources.js';
import { VERSIONS } from '../../support/builtin.js';
import { failsWith } from '../../support/errors.js';
import { inTemp, withCache } from '../../support/temp.js';

const { usage, couldNotMeasure } = EXIT;

describe('a kernel source that nobody has listed', () => {
  it('is refused as a tarball, with the words that would allow it', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'linux.tar');
      await writeFile(path, 'not looked into here');
      const digest = await sha256File(path);
      await assert.rejects(findSource(path), (error: unknown) => {
        assert.ok(error instanceof Error && 'next' in error && 'code' in error);
        assert.equal(error.code, 'SOURCE_UNLISTED');
        assert.match(String(error.next), new RegExp(`--kernel-source .*linux\\.tar#sha256=${digest}`));
        return true;
      });
      assert.equal((await findSource(`${path}#sha256=${digest}`)).known, false);
      await failsWith(findSource(`${path}#sha256=${'0'.repeat(64)}`), 'SOURCE_DIGEST', usage);
      await failsWith(findSource(`${path}#sha256=abc`), 'SOURCE_URL', usage, /is "abc", which is not 64/);
      await assert.rejects(findSource(path, { version: '6.12' }), {
        next: /--kernel-source 6\.12=.*#sha256=/,
      });
    }));

  it('is allowed as the source of a system of a project, and as a folder', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'linux.tar');
      await writeFile(path, 'x');
      assert.equal((await sourcesOf(undefined, VERSIONS)({ source: path })).known, false);
      await failsWith(sourcesOf(path, VERSIONS)({}), 'SOURCE_UNLISTED', usage);
      await mkdir(join(dir, 'linux'));
      for (const name of ['Makefile', 'Kconfig']) await writeFile(join(dir, 'linux', name), '');
      assert.equal((await findSource(join(dir, 'linux'))).known, false);
    }));
});

describe('a kernel source by address', () => {
  it('is refused without a digest, and where there is no address', async () => {
    for (const text of ['https://example.invalid/linux.tar.xz', `https://#sha256=${'0'.repeat(64)}`])
      await failsWith(findSource(text), 'SOURCE_URL', usage, /^[\x20-\x7e]+$/);
  });

  it('that is sent without an end is given up, and nothing of it is kept', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const server = createServer((_request, response) => {
          const send = (): void => {
            if (!response.destroyed) response.write(Buffer.alloc(65_536), send);
          };
          send();
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const { port } = server.address() as AddressInfo;
        try {
          const sent = downloadSource(`http://127.0.0.1:${port}/`, '0'.repeat(64), undefined, 1_000_000);
          await failsWith(sent, 'SOURCE_URL', couldNotMeasure, /sends more than 1000000 bytes/);
          const left = (await readdir(join(cacheRoot(), 'source'))).filter((name) => !name.endsWith('.lock'));
          assert.deepEqual(left, []);
        } finally {
          server.closeAllConnections();
          server.close();
        }
      }),
    ));
});
