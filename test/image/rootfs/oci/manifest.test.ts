// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../../harness/core/errors.js';
import {
  digestOfBytes,
  guestManifest,
  requireGuestPlatform,
} from '../../../../harness/image/rootfs/oci/manifest.js';
import { failsWith } from '../../../support/errors.js';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const entry = (digest: string, architecture: string, os = 'linux'): unknown => ({
  digest,
  platform: { architecture, os },
});

describe('manifest of a container image', () => {
  it('is the document itself, or the one for the guest in an index', () => {
    const manifest = json({ config: { digest: 'c' }, layers: [] });
    assert.equal(guestManifest(manifest, 'x'), digestOfBytes(manifest));
    const index = json({
      manifests: [entry('a', 'arm64'), entry('w', 'amd64', 'windows'), entry('b', 'amd64')],
    });
    assert.equal(guestManifest(index, 'x'), 'b');
  });

  it('names what is there and what is wanted when there is none for the guest', async () => {
    const index = json({
      manifests: [entry('a', 'arm64'), entry('s', 's390x'), entry('u', 'unknown', 'unknown')],
    });
    await failsWith(
      () => guestManifest(index, 'x:1'),
      'OCI_ARCHITECTURE',
      EXIT.couldNotMeasure,
      /^x:1 is made for linux\/arm64, linux\/s390x; the guests are linux\/amd64\.$/,
    );
    await failsWith(
      () => requireGuestPlatform(json({ architecture: 'arm64', os: 'linux' }), 'x:1'),
      'OCI_ARCHITECTURE',
      EXIT.couldNotMeasure,
      /made for linux\/arm64;/,
    );
  });

  it('is refused when it cannot be read', async () => {
    for (const bytes of [Buffer.from('<html>'), json(null), json({})]) {
      await failsWith(
        () => guestManifest(bytes, 'x'),
        'OCI_MANIFEST',
        EXIT.couldNotMeasure,
        /of x cannot be read/,
      );
    }
  });
});
