// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { assembleTree } from '../../harness/image/rootfs/assemble.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import type { Rootfs } from '../../harness/image/rootfs/types.js';
import type { NamedEntry } from '../../harness/image/rootfs/tree.js';
import { ContainerStore } from '../support/container.js';
import { KERNEL_TIMEOUT, bootGuest, guestKernel } from '../support/guest.js';
import { withRegistry } from '../support/registry.js';
import { inTemp, withCache } from '../support/temp.js';
import { builtinApps } from '../support/builtin.js';
import { digestOfRole } from '../support/artifacts.js';

const file = (path: string, text: string): NamedEntry => ({
  path,
  kind: 'file',
  mode: 0o644,
  data: Buffer.from(text),
});

/**
 * memcached from an image, behind a shell from a package, which lets it start only when the image's second layer did what
 * it says.
 */
async function shelled(oci: string): Promise<AppDeclaration> {
  const { declaration } = await builtinApps.load('memcached');
  const layered = 'test ! -e /etc/first && read line < /etc/second && test "$line" = new && exec "$@"';
  return {
    ...declaration,
    oci,
    packages: ['dash'],
    files: [{ path: '/bin/sh', package: '/bin/dash' }],
    command: ['/bin/sh', '-c', layered, 'sh', ...declaration.command],
  };
}

const jobOf = (app: AppDeclaration): ReturnType<typeof makeJob> =>
  makeJob(app, { clock: 'deterministic', purpose: 'boot' });

/** A container image of memcached in two layers, made from Debian's packages. */
async function memcachedImage(store: ContainerStore): Promise<string> {
  const { declaration, dir } = await builtinApps.load('memcached');
  const { tree } = await assembleTree({ app: declaration, appDir: dir, job: jobOf(declaration) });
  const ours = /^(init$|etc)/;
  const etc: NamedEntry = { path: 'etc', kind: 'directory', mode: 0o755 };
  const below = tree.entries().filter(({ path }) => !ours.test(path));
  const first = [...below, etc, file('etc/first', 'old\n'), file('etc/second', 'old\n')];
  return store.image([first, [file('etc/.wh.first', ''), file('etc/second', 'new\n')]]).digest;
}

describe('an app from a container image', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('boots, answers its checks, and has the same bytes when it is made twice', async () => {
    const store = new ContainerStore();
    const digest = await memcachedImage(store);
    await guestKernel();
    await withRegistry(store, { 1: digest }, ({ host }) =>
      inTemp(async (dir) => {
        const app = await shelled(`${host}/test/app:1`);
        const options = { app, appDir: '/', job: jobOf(app) };
        const cache = (name: string): Promise<Rootfs> =>
          withCache(join(dir, name), () => buildRootfs(options));
        const first = await cache('a');
        const second = await cache('b c');
        assert.equal(digestOfRole(second, 'initrd'), digestOfRole(first, 'initrd'));
        assert.equal(digestOfRole(second, 'disk'), digestOfRole(first, 'disk'));
        const { layers = [], ...named } = first.container ?? assert.fail('no container');
        assert.deepEqual(named, { reference: `${host}/test/app:1`, manifest: digest });
        assert.deepEqual(
          [layers.length, layers.every((one) => /^sha256:[0-9a-f]{64}$/.test(one))],
          [2, true],
        );
        assert.deepEqual(
          first.packages.map(({ name }) => name),
          ['dash'],
        );
        for (const disk of [false, true]) {
          const { result } = await bootGuest({ rootfs: first, job: options.job, disk });
          assert.equal(result.ending, 'ok', result.failure?.message);
          assert.equal(result.report?.checks, app.checks.length);
        }
      }),
    );
  });
});
