// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { cacheRoot } from '../../../harness/core/paths.js';
import { buildKernel } from '../../../harness/image/kernel/build.js';
import { findSource, unpackSource } from '../../../harness/image/kernel/source.js';
import type { Artifact } from '../../../harness/core/artifact.js';
import { lupineBench } from '../../support/cli.js';
import { systemOf } from '../../support/small-system.js';
import { failsWith } from '../../support/errors.js';
import { needKernels } from '../../support/kernels.js';
import { inTemp } from '../../support/temp.js';
import { digestOfRole } from '../../support/artifacts.js';

describe('a kernel of the real source', function () {
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
