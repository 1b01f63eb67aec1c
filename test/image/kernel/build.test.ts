// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { buildKernel } from '../../../harness/image/kernel/build.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import type { Artifact } from '../../../harness/core/artifact.js';
import type { LinuxSystem } from '../../../harness/system/types.js';
import { lupineBench } from '../../support/cli.js';
import { failsWith } from '../../support/errors.js';
import { needKernels } from '../../support/kernels.js';
import { inTemp, withCache } from '../../support/temp.js';
import { digestOfRole } from '../../support/artifacts.js';

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

async function systemOf(dir: string, fragment: string): Promise<LinuxSystem> {
  const path = join(dir, 'a.config');
  await writeFile(path, fragment);
  return {
    kind: 'linux',
    name: 'a-test',
    title: '',
    summary: '',
    family: 'a',
    subject: false,
    start: 'allnoconfig',
    fragments: [path],
    cmdline: '',
    make: [],
    patches: [],
    notes: { deterministic: [], wall: [] },
  };
}

describe('kernel room', function () {
  this.timeout(60_000);

  it('names an option that does not exist, with its place', async function () {
    this.timeout(300_000);
    await inTemp(async (dir) => {
      const system = await systemOf(dir, 'CONFIG_64BIT=y\nCONFIG_NO_SUCH_THING=n\n');
      const kernelSource = await findSource(undefined);
      const message = /a\.config:2: CONFIG_NO_SUCH_THING does not exist/;
      await failsWith(buildKernel({ system, kernelSource }), 'OPTION_REFUSED', EXIT.usage, message);
    });
  });

  it("shows the compiler's last lines and the place of the log when a build fails", () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const kernelSource = await findSource(await brokenTarball(dir));
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

  it('leaves no half-built entry and no compiler when interrupted', () =>
    inTemp(async (dir) => {
      // The unpacked source is shared: only the build is interrupted here.
      const kernelSource = await findSource(undefined);
      await unpackSource(kernelSource);
      await symlink(join(cacheRoot(), 'source'), join(dir, 'source'));
      const plain = await execa('mktemp', ['-d']).then(({ stdout }) => stdout);
      await symlink(join(cacheRoot(), 'source'), join(plain, 'source'));
      const child = lupineBench(['build', 'lupine-hello'], { LUPINE_BENCH_CACHE: plain, TMPDIR: plain });
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('building the kernel')) resolve();
        });
      });
      child.kill('SIGINT');
      assert.equal((await child).exitCode, 130);
      const entries = (await readdir(join(plain, 'kernel'))).filter((name) => !name.endsWith('.lock'));
      assert.deepEqual(entries, []);
      assert.notEqual((await execa('pgrep', ['-f', `O=${plain}`], { reject: false })).exitCode, 0);
      await execa('rm', ['-r', plain]);
    }));

  it('builds the same bytes from nothing, elsewhere, at another time', async function () {
    this.timeout(1_800_000);
    const [first] = await needKernels('lupine-hello');
    const plain = await execa('mktemp', ['-d']).then(({ stdout }) => stdout);
    const env = { LUPINE_BENCH_CACHE: plain, TMPDIR: plain, TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8' };
    const { stdout, stderr } = await lupineBench(['build', 'lupine-hello', '--json'], env);
    await execa('rm', ['-r', plain]);
    assert.notEqual(stdout, '', stderr);
    const [second] = JSON.parse(stdout) as {
      from: string;
      artifacts: Artifact[];
    }[];
    assert.deepEqual(
      [second?.from, digestOfRole(second, 'kernel'), digestOfRole(second, 'kernel-compressed')],
      ['build', digestOfRole(first, 'kernel'), digestOfRole(first, 'kernel-compressed')],
    );
  });
});
