// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EXIT } from '../../harness/core/errors.js';
import { digestOfBytes } from '../../harness/image/rootfs/oci/manifest.js';
import { failsWith } from '../support/errors.js';
import { builtHere, cameWhole, fetchTest, placeAt, pushTest } from '../support/stored.js';
import { inTemp, withEnvironment } from '../support/temp.js';
import { type WritableRegistry, withWritableRegistry } from '../support/writable-registry.js';

interface Descriptor {
  digest: string;
  size: number;
  annotations?: Record<string, string>;
}
interface Manifest {
  config: Descriptor;
  layers: Descriptor[];
}

/** Changes the manifest of the only entry of a registry. */
function changeManifest({ kept }: WritableRegistry, tag: string, change: (manifest: Manifest) => void): void {
  const manifest = JSON.parse(String(kept.get(`manifests/${tag}`))) as Manifest;
  change(manifest);
  const bytes = Buffer.from(JSON.stringify(manifest));
  kept.set(`manifests/${tag}`, bytes);
  kept.set(`manifests/${digestOfBytes(bytes)}`, bytes);
}

/** Adds a blob to a registry; gives what a manifest says of it. */
function addBlob({ kept }: WritableRegistry, bytes: Buffer): Descriptor {
  const digest = digestOfBytes(bytes);
  kept.set(`blobs/${digest}`, bytes);
  return { digest, size: bytes.length };
}

const inRegistry =
  (test: (registry: WritableRegistry, dir: string, store: string, tag: string) => Promise<void>) => () =>
    inTemp((dir) =>
      withWritableRegistry(async (registry) => {
        const store = `docker://${registry.host}/me/store`;
        const { digest } = await pushTest(dir, placeAt(store));
        await test(registry, dir, store, `kernel-${digest}`);
      }),
    );

describe('a store in an OCI registry', function () {
  this.timeout(120_000);

  it(
    'takes an entry once, as an artefact with a tag, and gives it',
    inRegistry(async ({ kept, asked }, dir, store, tag) => {
      const manifest = JSON.parse(String(kept.get(`manifests/${tag}`))) as Manifest;
      assert.deepEqual(
        manifest.layers.map(({ annotations }) => Object.values(annotations ?? {})[0]),
        ['bzImage', 'config', 'vmlinux.linked'],
      );
      const puts = asked.filter((one) => one.startsWith('PUT')).length;
      await pushTest(dir, placeAt(store));
      assert.equal(asked.filter((one) => one.startsWith('PUT')).length, puts);
      cameWhole(await fetchTest(dir, placeAt(store)));
    }),
  );

  it(
    'is silent about what it does not have',
    inRegistry(async (_registry, dir, store) => {
      const { entry, notes } = await fetchTest(dir, placeAt(store), {}, 'another');
      assert.deepEqual([entry.fetched, notes], [undefined, []]);
    }),
  );

  it(
    'is not believed: another blob, more bytes, another description, no description',
    inRegistry(async (registry, dir, store, tag) => {
      const before = new Map(registry.kept);
      const cases: [(manifest: Manifest) => void, RegExp][] = [
        [
          ({ layers }) => void (layers[0] = addBlob(registry, gzipSync('a packed kernal'))),
          /STORE_ENTRY: .*bzImage: it has SHA-256/,
        ],
        [({ layers }) => void layers.push(...layers), /STORE_ENTRY: .*its manifest has 6 files/],
        [
          ({ layers }) => void (layers[0] = { digest: layers[0]?.digest ?? '', size: 1e9 }),
          /STORE_ENTRY: .*files of 1\d+ bytes/,
        ],
        [({ layers }) => void (layers[0] = { digest: `sha256:${'0'.repeat(64)}`, size: 5 }), /OCI_/],
        [({ layers }) => void (layers[0] = { digest: '../../../../etc/passwd', size: 5 }), /OCI_MANIFEST: /],
        [
          (manifest) => void (manifest.config = addBlob(registry, Buffer.from('{"format":1}'))),
          /does not fit its schema/,
        ],
        [(manifest) => void (manifest.config.size = 1e9), /one without end/],
      ];
      for (const [change, why] of cases) {
        registry.kept.clear();
        for (const [name, bytes] of before) registry.kept.set(name, bytes);
        changeManifest(registry, tag, change);
        await rm(join(dir, 'user'), { recursive: true, force: true });
        builtHere(await fetchTest(dir, placeAt(store)), why);
      }
    }),
  );

  it(
    'whose blob has other bytes than its digest says is not believed',
    inRegistry(async (registry, dir, store) => {
      for (const name of registry.kept.keys())
        if (name.startsWith('blobs/') && (registry.kept.get(name)?.length ?? 0) < 60)
          registry.kept.set(name, Buffer.from('x'));
      builtHere(await fetchTest(dir, placeAt(store)), /^(?:OCI|STORE)_/);
    }),
  );

  it('that is not there is a note, and everything is built here', () =>
    inTemp(async (dir) => {
      const host = await withWritableRegistry((registry) => Promise.resolve(registry.host));
      builtHere(await fetchTest(dir, placeAt(`docker://${host}/me/store`)), /^OCI_REGISTRY_UNREACHABLE: /);
    }));

  it("lets in whom skopeo's own file lets in, and shows nothing of it", () =>
    inTemp(async (dir) => {
      await withWritableRegistry(async ({ host }) => {
        const store = placeAt(`docker://${host}/me/store`);
        const error = await pushTest(dir, store).catch((one: unknown) => one);
        assert.match(String(error), /does not exist, or not for everybody|could not be/);
        const auth = Buffer.from('me:hunter2').toString('base64');
        await writeFile(join(dir, 'auth.json'), JSON.stringify({ auths: { [host]: { auth } } }));
        await withEnvironment('REGISTRY_AUTH_FILE', join(dir, 'auth.json'), async () => {
          await pushTest(dir, store);
          cameWhole(await fetchTest(dir, store));
        });
      }, 'me:hunter2');
    }));
});

describe('a store in an OCI layout', function () {
  this.timeout(120_000);

  it('takes and gives entries, several of them', () =>
    inTemp(async (dir) => {
      const store = placeAt('oci:layout', dir);
      await pushTest(dir, store);
      await pushTest(dir, store, 'two');
      cameWhole(await fetchTest(dir, store));
      cameWhole(await fetchTest(dir, store, {}, 'two'));
      const blobs = await readdir(join(dir, 'layout', 'blobs', 'sha256'));
      const config = blobs.map((name) => join(dir, 'layout', 'blobs', 'sha256', name));
      for (const path of config) await writeFile(path, 'x');
      await rm(join(dir, 'user'), { recursive: true });
      builtHere(await fetchTest(dir, store), /^(?:OCI|STORE)_/);
    }));

  it('that is not there cannot be pushed to by a wrong name', async () => {
    await inTemp(async (dir) => {
      await failsWith(pushTest(dir, placeAt('oci:a/b', '/nowhere')), 'OCI_FETCH', EXIT.couldNotMeasure);
    });
  });
});
