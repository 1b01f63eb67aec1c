// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileInImage } from '../../../../harness/image/guest/artifact/in-image.js';
import { isSourceFault, parseArtifactSource } from '../../../../harness/system/guest/source.js';
import { ContainerStore } from '../../../support/container.js';
import { failsWith } from '../../../support/errors.js';
import { withRegistry } from '../../../support/registry.js';
import { inTemp, withCache } from '../../../support/temp.js';

describe('a file in a container image', function () {
  this.timeout(120_000);
  const store = new ContainerStore();
  const image = store.image([
    [
      { path: 'unikernel', kind: 'directory', mode: 0o755 },
      { path: 'unikernel/app.hvt', kind: 'file', mode: 0o644, data: Buffer.from('a unikernel') },
      { path: 'unikernel/latest', kind: 'symlink', target: '/etc/passwd' },
    ],
  ]);

  it('is taken out once, by the digest of the image and its path there', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), () =>
        withRegistry(store, {}, async ({ host, asked }) => {
          const { signal } = new AbortController();
          const take = async (path: string, digest = image.digest): Promise<string> => {
            const place = parseArtifactSource(`docker://${host}/test/app@${digest}#${path}`, dir);
            assert.ok(!isSourceFault(place) && place.kind === 'image');
            const taken = await fileInImage({ ...place, dir, signal, onProgress: () => undefined });
            return await readFile(taken, 'utf8');
          };
          assert.equal(await take('/unikernel/app.hvt'), 'a unikernel');
          const before = asked.length;
          assert.equal(await take('/unikernel/app.hvt'), 'a unikernel');
          assert.equal(asked.length, before);
          await failsWith(take('/unikernel/gone'), 'ARTIFACT_FILE', 3, /nothing at/);
          await failsWith(take('/unikernel'), 'ARTIFACT_FILE', 3, /a directory at/);
          await failsWith(take('/unikernel/latest'), 'ARTIFACT_FILE', 3, /a symlink at/);
          await failsWith(take('/x', `sha256:${'0'.repeat(64)}`), 'OCI_IMAGE_UNKNOWN', 3);
        }),
      ),
    ));
});
