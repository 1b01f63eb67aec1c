// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { buildKernel } from '../../../harness/image/kernel/build.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import { systemOf } from '../../support/small-system.js';
import { failsWith } from '../../support/errors.js';
import { inTemp, withCache } from '../../support/temp.js';

/** A tree that configures like a kernel and fails to compile. */
async function brokenTarball(dir: string): Promise<string> {
  const tree = join(dir, 'linux-broken');
  await mkdir(tree);
  await writeFile(join(tree, 'Kconfig'), 'config A\n\tbool\n');
  const makefile =
    'allnoconfig olddefconfig:\n\t@cp "$$KCONFIG_ALLCONFIG" "$(O)/.config"\nvmlinux bzImage:\n\t@echo "  CC      init/main.o"; echo "init/main.c:7: error: no such thing" >&2; exit 1\n';
  await writeFile(join(tree, 'Makefile'), makefile);
  const path = join(dir, 'linux-broken.tar.xz');
  await execa('tar', ['-cJf', path, '-C', dir, 'linux-broken']);
  return path;
}

describe('a kernel build', function () {
  this.timeout(60_000);

  it('does not begin with a source that nobody has listed, unless that is allowed', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const path = await brokenTarball(dir);
        await failsWith(() => findSource(path), 'SOURCE_UNLISTED', EXIT.usage);
      }),
    ));

  it("shows the compiler's last lines and the place of the log when a build fails", () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const kernelSource = await findSource(await brokenTarball(dir), { unlisted: 'allowed' });
        assert.equal(kernelSource.known, false);
        const building = buildKernel({ system: await systemOf(dir, 'CONFIG_A=y\n'), kernelSource });
        await failsWith(
          building,
          'KERNEL_BUILD',
          EXIT.couldNotMeasure,
          /init\/main\.c:7: error: no such thing[^]*full log: .*kernel-a-test\.log/,
        );
        assert.match(await readFile(join(cacheRoot(), 'logs', 'kernel-a-test.log'), 'utf8'), /no such thing/);
        const left = (await readdir(join(cacheRoot(), 'kernel'))).filter((name) => !name.endsWith('.lock'));
        assert.deepEqual(left, []);
      }),
    ));

  it('takes a source by URL with its digest, and refuses another digest', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const path = await brokenTarball(dir);
        const server = createServer((_request, response) => {
          void readFile(path).then((bytes) => response.end(bytes));
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/linux.tar.xz`;
        try {
          const digest = await sha256File(path);
          const kernelSource = await findSource(`${url}#sha256=${digest}`);
          assert.equal(kernelSource.sha256, digest);
          assert.ok((await readdir(await unpackSource(kernelSource))).includes('Kconfig'));
          await failsWith(
            findSource(`${url}#sha256=${'0'.repeat(64)}`),
            'SOURCE_DIGEST',
            EXIT.usage,
            /expected 0000/,
          );
        } finally {
          server.close();
        }
      }),
    ));
});
