// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { isPlaceFault, parsePlace } from '../../harness/store/place.js';
import { failsWith } from '../support/errors.js';
import { inProject } from '../support/project.js';
import { placeAt } from '../support/stored.js';

describe('the place of a store', () => {
  it('is a folder, an address, a repository or a layout', () => {
    const kinds = [
      '../store',
      '/srv/store',
      'https://example.org/s',
      'docker://ghcr.io/me/store',
      'oci:layout',
    ];
    assert.deepEqual(
      kinds.map((text) => placeAt(text, '/home/me').kind),
      ['folder', 'folder', 'http', 'oci', 'oci'],
    );
    const folder = placeAt('../store', '/home/me');
    assert.ok(folder.kind === 'folder');
    assert.deepEqual([folder.path, folder.name], ['/home/store', '../store']);
    const address = placeAt('HTTPS://Example.org/s');
    assert.equal(address.name, 'https://example.org/s/');
    assert.notEqual(address.id, folder.id);
  });

  const secret = 'hunter2';
  for (const text of [
    `https://me:${secret}@example.org/`,
    `https://${secret}@example.org/`,
    `https://example.org/?sig=${secret}`,
    `https://example.org/#${secret}`,
    `s3://${secret}`,
    `docker://${secret}`,
    `docker://me:${secret}@example.org/store`,
    `docker://example.org/store:${secret}`,
    `docker://example.org/store@sha256:${'0'.repeat(64)}`,
    'http://',
    'oci:',
  ]) {
    it(`is not ${text}, and the error does not repeat it`, async () => {
      const place = parsePlace(text, '/');
      assert.ok(isPlaceFault(place));
      await inProject([`store: ${JSON.stringify(text)}`], {}, async (_dir, environment) => {
        await failsWith(environment(), 'PROJECT_INVALID', EXIT.usage, /lupine-bench\.yaml:1:1: "store" /);
        await assert.rejects(environment(), (error: Error) => !error.message.includes(secret));
      });
    });
  }

  it('is meant from the project, and may lead out of it', () =>
    inProject(['store: ../store'], {}, async (dir, environment) => {
      const { project } = await environment();
      assert.ok(project?.store?.kind === 'folder');
      assert.equal(project.store.path, `${dir.replace(/[^/]+$/, '')}store`);
    }));
});
