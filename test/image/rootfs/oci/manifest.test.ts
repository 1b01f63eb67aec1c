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
/** A digest by one of its digits. */
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const entry = (digit: string, architecture: string, os = 'linux'): unknown => ({
  digest: digest(digit),
  size: 1,
  platform: { architecture, os },
});

describe('manifest of a container image', () => {
  it('is the document itself, or the one for the guest in an index', () => {
    const manifest = json({ config: { digest: digest('c'), size: 1 }, layers: [] });
    assert.equal(guestManifest(manifest, 'x'), digestOfBytes(manifest));
    const index = json({
      manifests: [entry('a', 'arm64'), entry('e', 'amd64', 'windows'), entry('b', 'amd64')],
    });
    assert.equal(guestManifest(index, 'x'), digest('b'));
  });

  it('names what is there and what is wanted when there is none for the guest', async () => {
    const index = json({
      manifests: [entry('a', 'arm64'), entry('d', 's390x'), entry('f', 'unknown', 'unknown')],
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

  for (const [what, document] of [
    ['a page', '<html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['nothing', '{}'],
    ['ten thousand lists in each other', '['.repeat(10_000)],
    ['layers that are no list', { config: { digest: digest('c'), size: 1 }, layers: {} }],
    ['a layer that is null', { layers: [null] }],
    ['a layer that leads elsewhere', { layers: [{ digest: 'sha256:../../../../etc/passwd', size: 1 }] }],
    ['a layer by another digest', { layers: [{ digest: `sha512:${'a'.repeat(128)}`, size: 1 }] }],
    ['a layer of half a byte', { layers: [{ digest: digest('a'), size: 0.5 }] }],
    ['a layer of less than nothing', { layers: [{ digest: digest('a'), size: -1 }] }],
    ['a thousand layers', { layers: Array<unknown>(1000).fill({ digest: digest('a'), size: 1 }) }],
    ['an index of texts', { manifests: ['x'] }],
    ['a digest of another type', { manifests: [{ digest: {}, size: 1 }] }],
  ] as const) {
    it(`is refused when it is ${what}`, () => {
      const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
      return failsWith(
        () => guestManifest(bytes, 'x'),
        'OCI_MANIFEST',
        EXIT.couldNotMeasure,
        /^the description of x cannot be read: [\x20-\x7e]+$/,
      );
    });
  }

  it('takes a platform of strange types for none', () =>
    failsWith(
      () => requireGuestPlatform(json({ architecture: ['amd64'], os: '\x1b[2J' }), 'x'),
      'OCI_ARCHITECTURE',
      EXIT.couldNotMeasure,
      /^[\x20-\x7e]+$/,
    ));
});
