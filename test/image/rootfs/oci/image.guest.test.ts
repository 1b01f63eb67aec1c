// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../../harness/core/errors.js';
import { packagePath } from '../../../../harness/core/paths.js';
import { type Container, containerImage } from '../../../../harness/image/rootfs/oci/image.js';
import type { NamedEntry } from '../../../../harness/image/rootfs/tree.js';
import { ContainerStore } from '../../../support/container.js';
import { failsWith } from '../../../support/errors.js';
import { withRegistry } from '../../../support/registry.js';
import { onSmallDisk } from '../../../support/small-disk.js';
import { inTemp, withCache, withEnvironment } from '../../../support/temp.js';

const file = (path: string, text: string, mode = 0o644): NamedEntry => ({
  path,
  kind: 'file',
  mode,
  data: Buffer.from(text),
});
const folder = (path: string, mode = 0o755): NamedEntry => ({ path, kind: 'directory', mode });

const BELOW: NamedEntry[] = [
  folder('bin'),
  file('bin/app', 'program', 0o755),
  folder('dev'),
  file('dev/console', ''),
  folder('etc'),
  file('etc/gone', 'x'),
  file('etc/changed', 'before'),
  file('etc/secret', 'nobody may read it', 0o000),
  folder('old'),
  file('old/a', 'x'),
  folder('srv', 0o555),
  file('srv/back\\slash "and" more', 'x'),
];
const ABOVE: NamedEntry[] = [
  file('etc/.wh.gone', ''),
  file('etc/changed', 'after', 0o600),
  file('old/.wh..wh..opq', ''),
  file('old/b', 'new'),
  { path: 'bin/link', kind: 'symlink', target: 'app' },
];
const RESULT = [
  ['bin', 0o755],
  ['bin/app', 0o755, 'program'],
  ['bin/link', 'app'],
  ['dev', 0o755],
  ['etc', 0o755],
  ['etc/changed', 0o600, 'after'],
  ['etc/secret', 0, 'nobody may read it'],
  ['old', 0o755],
  ['old/b', 0o644, 'new'],
  ['srv', 0o555],
  ['srv/back\\slash "and" more', 0o644, 'x'],
];
const shown = ({ entries }: Container): unknown[] =>
  entries.map((entry) => {
    if (entry.kind === 'symlink') return [entry.path, entry.target];
    return [entry.path, entry.mode, ...(entry.kind === 'file' ? [entry.data.toString()] : [])];
  });

const get = (image: string, appDir = '/'): Promise<Container> => containerImage(image, { appDir });
const { couldNotMeasure, usage } = EXIT;

/** Each test has a cache of its own. */
const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(join(dir, 'cache'), () => test(dir)));

describe('container image', function () {
  this.timeout(120_000);
  const store = new ContainerStore();
  const image = store.image([BELOW, ABOVE]);
  const foreign = store.image([BELOW], 'arm64');
  const index = store.index({ arm64: foreign, amd64: image });
  const tags = { one: image.digest, many: index.digest, foreign: foreign.digest };

  it(
    'has its layers applied, whoever made them and when',
    inCache(() =>
      withRegistry(store, tags, async ({ host }) => {
        const { used, ...container } = await get(`${host}/test/app:one`);
        assert.deepEqual(shown({ used, ...container }), RESULT);
        const { layers = [], ...named } = used;
        assert.deepEqual(named, { reference: `${host}/test/app:one`, manifest: image.digest });
        assert.deepEqual([layers.length, new Set(layers).size], [2, 2]);
      }),
    ),
  );

  it(
    'is the one for the guest in an index, and is fetched once for all its names',
    inCache(() =>
      withRegistry(store, tags, async ({ host, asked }) => {
        const blobs = (): number => asked.filter((path) => path.includes('/blobs/')).length;
        const { used } = await get(`${host}/test/app:many`);
        assert.equal(used.manifest, image.digest);
        const before = blobs();
        for (const name of [':one', `@${image.digest}`, `@${index.digest}`, `:many@${index.digest}`]) {
          assert.equal((await get(`${host}/test/app${name}`)).used.manifest, image.digest, name);
        }
        assert.equal(blobs(), before);
      }),
    ),
  );

  it(
    'with a digest needs the registry only once',
    inCache(async () => {
      const name = await withRegistry(store, {}, async ({ host }) => {
        await get(`${host}/test/app@${index.digest}`);
        return `${host}/test/app@${index.digest}`;
      });
      assert.deepEqual(shown(await get(name)), RESULT);
    }),
  );

  it(
    'comes from a layout folder on this host too',
    inCache(async (dir) => {
      await store.writeLayout(join(dir, 'layout'), index);
      assert.deepEqual(shown(await get('oci:layout:1', dir)), RESULT);
      assert.deepEqual(shown(await get(`oci:layout:1@${index.digest}`, dir)), RESULT);
      await failsWith(
        get(`oci:layout:1@${foreign.digest}`, dir),
        'OCI_DIGEST',
        couldNotMeasure,
        /has the digest/,
      );
      await failsWith(get('oci:nowhere', dir), 'OCI_REFERENCE', usage, /there is no .*nowhere/);
    }),
  );

  it('that does not fit on the disk says so, and leaves nothing half there', () =>
    inTemp(async (dir) => {
      // Packed it has a few kilobytes: it is fetched, and ends the disk when it is unpacked.
      const large = store.image([[file('zeros', '\0'.repeat(8 << 20))]]);
      const layout = join(dir, 'layout');
      await store.writeLayout(layout, large);
      const script = packagePath('dist', 'test', 'support', 'scripts', 'unpack-container.js');
      const cache = join(dir, 'cache');
      await mkdir(cache);
      const run = async (size: string): Promise<string> =>
        (await onSmallDisk(cache, size, ['node', script, layout, cache])).stdout;
      assert.match(await run('4m'), /^DISK_FULL exit 3 .*no space left to make: container image .* kept: $/);
      assert.match(await run('64m'), /^unpacked kept: \S+$/);
    }));

  it(
    'of docker.io comes from the mirror that is named',
    inCache(() =>
      withRegistry(store, tags, ({ host }) =>
        withEnvironment('LUPINE_BENCH_REGISTRY_MIRROR', host, async () => {
          assert.deepEqual(shown(await get('docker.io/test/app:one')), RESULT);
        }),
      ),
    ),
  );

  it(
    'for another architecture is refused',
    inCache(() =>
      withRegistry(store, tags, ({ host }) =>
        failsWith(
          get(`${host}/test/app:foreign`),
          'OCI_ARCHITECTURE',
          couldNotMeasure,
          /:foreign is made for linux\/arm64; the guests are linux\/amd64/,
        ),
      ),
    ),
  );

  it(
    'with a layer that is not what its digest says is refused, and nothing of it is kept',
    inCache(async () => {
      const damaged = new ContainerStore();
      const { digest } = damaged.image([BELOW, ABOVE]);
      const [layer = ''] = damaged.layersOf({ mediaType: '', digest, size: 0 });
      const blob = damaged.blobs.get(layer) ?? assert.fail('no layer');
      const bytes = Buffer.from(blob.bytes);
      const last = bytes.length - 9;
      bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
      damaged.blobs.set(layer, { ...blob, bytes });
      const ask = ({ host }: { host: string }): Promise<void> =>
        failsWith(get(`${host}/test/app:one`), 'OCI_DIGEST', couldNotMeasure, /not what its digest says/);
      await withRegistry(damaged, { one: digest }, ask);
      damaged.blobs.set(layer, blob);
      await withRegistry(damaged, { one: digest }, async ({ host }) => {
        assert.deepEqual(shown(await get(`${host}/test/app:one`)), RESULT);
      });
    }),
  );

  it(
    'whose manifest is not the one that was named is refused',
    inCache(() =>
      withRegistry(store, { [index.digest]: image.digest }, ({ host }) =>
        failsWith(get(`${host}/test/app@${index.digest}`), 'OCI_DIGEST', couldNotMeasure),
      ),
    ),
  );

  it(
    'that does not exist is named',
    inCache(() =>
      withRegistry(store, tags, ({ host }) =>
        failsWith(
          get(`${host}/test/app:no-such-tag`),
          'OCI_IMAGE_UNKNOWN',
          couldNotMeasure,
          /test\/app:no-such-tag does not exist/,
        ),
      ),
    ),
  );

  it(
    'is not available when the registry is down',
    inCache(async () => {
      const name = await withRegistry(store, tags, ({ host }) => Promise.resolve(`${host}/test/app:one`));
      await failsWith(
        get(name),
        'OCI_REGISTRY_UNREACHABLE',
        couldNotMeasure,
        /^127\.0\.0\.1:\d+\/test\/app:one is not available here, 127\.0\.0\.1:\d+ could not be reached: .*connection refused$/,
      );
    }),
  );
});
