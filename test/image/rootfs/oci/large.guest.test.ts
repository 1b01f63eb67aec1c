// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EXIT } from '../../../../harness/core/errors.js';
import { copyImage } from '../../../../harness/image/rootfs/oci/fetch.js';
import { digestOfBytes } from '../../../../harness/image/rootfs/oci/manifest.js';
import { parseReference } from '../../../../harness/image/rootfs/oci/reference.js';
import { ContainerStore } from '../../../support/container.js';
import { failsWith } from '../../../support/errors.js';
import { withRegistry } from '../../../support/registry.js';
import { inTemp, withCache } from '../../../support/temp.js';

const MOST = 100_000;

/** Fetches an image of a registry, of which so many bytes are allowed; gives what was asked for. */
async function fetched(store: ContainerStore, digest: string): Promise<string[]> {
  return await withRegistry(store, { one: digest }, ({ host, asked }) =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), async () => {
        const image = `${host}/test/app:one`;
        const what = { reference: parseReference(image, '/'), image, mostBytes: MOST };
        const copied = copyImage(what, digest, join(dir, 'layout'));
        await failsWith(
          copied,
          'OCI_TOO_LARGE',
          EXIT.couldNotMeasure,
          /^the layers of 127\.0\.0\.1:\d+\/test\/app:one/,
        );
        return asked;
      }),
    ),
  );
}

describe('a container image of more than a guest can hold', function () {
  this.timeout(60_000);
  const store = new ContainerStore();
  const large = { path: 'x', kind: 'file', mode: 0o644, data: randomBytes(1_000_000) } as const;
  const { digest } = store.image([[large]]);

  it('is not fetched when its manifest says so', async () => {
    const asked = await fetched(store, digest);
    assert.ok(
      asked.every((path) => !path.includes('/blobs/')),
      asked.join(' '),
    );
  });

  it('is not kept when its manifest says that it is small', async () => {
    const bytes = store.blobs.get(digest)?.bytes ?? assert.fail('no manifest');
    const manifest = JSON.parse(bytes.toString()) as { layers: { size: number }[] };
    for (const layer of manifest.layers) layer.size = 10;
    const lie = Buffer.from(JSON.stringify(manifest));
    store.blobs.set(digestOfBytes(lie), { type: 'application/vnd.oci.image.manifest.v1+json', bytes: lie });
    const asked = await fetched(store, digestOfBytes(lie));
    assert.ok(asked.some((path) => path.includes('/blobs/')));
  });
});
