// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../../harness/core/errors.js';
import { parseReference, skopeoName } from '../../../../harness/image/rootfs/oci/reference.js';
import { failsWith } from '../../../support/errors.js';
import { withEnvironment } from '../../../support/temp.js';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const MIRROR = 'LUPINE_BENCH_REGISTRY_MIRROR';

const name = (text: string, digest?: string): string => skopeoName(parseReference(text, '/app'), digest).name;

describe('the name of a container image', () => {
  const names: [string, string][] = [
    ['docker.io/library/traefik:v2.11', 'docker://docker.io/library/traefik:v2.11'],
    [`quay.io/a/b-c_d@${DIGEST}`, `docker://quay.io/a/b-c_d@${DIGEST}`],
    [`localhost:5000/x:1@${DIGEST}`, `docker://localhost:5000/x@${DIGEST}`],
    ['oci:image', 'oci:/app/image'],
    ['oci:/srv/image:1', 'oci:/srv/image:1'],
    ['oci-archive:../image.tar:1', 'oci-archive:/image.tar:1'],
  ];
  for (const [text, expected] of names) {
    it(`${text} is ${expected} for skopeo`, () => assert.equal(name(text), expected));
  }

  it('takes the digest that was found for its tag', () =>
    assert.equal(name('docker.io/library/x:1', DIGEST), `docker://docker.io/library/x@${DIGEST}`));

  for (const [text, why] of [
    ['mysql:8.0', /is not the name/],
    ['library/mysql:8.0', /is not the name/],
    ['docker.io/library/mysql', /neither a tag nor a digest/],
    ['docker.io/Library/mysql:8', /is not the name/],
    ['docker.io/mysql@sha256:12', /is not the name/],
    ['docker://docker.io/mysql:8', /is not the name/],
    ['oci:', /is not the name/],
    ['', /is not the name/],
  ] as const) {
    it(`${JSON.stringify(text)} is refused`, () =>
      failsWith(() => parseReference(text, '/app'), 'OCI_REFERENCE', EXIT.usage, why));
  }

  it('goes without TLS to this machine only', () => {
    const plain = (text: string): boolean => skopeoName(parseReference(text, '/')).plain;
    assert.deepEqual(['127.0.0.1:5000/x:1', 'localhost/x:1', '[::1]:5000/x:1'].map(plain), [
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      ['docker.io/x:1', '127.0.0.1.example.org/x:1', 'localhost.example.org/x:1', '10.0.0.1:5000/x:1'].map(
        plain,
      ),
      [false, false, false, false],
    );
  });

  it('leads to the mirror of docker.io, and of no other registry', () =>
    withEnvironment(MIRROR, 'mirror.example.org:5000/hub', async () => {
      assert.equal(name('docker.io/library/x:1'), 'docker://mirror.example.org:5000/hub/library/x:1');
      assert.equal(name('quay.io/x:1'), 'docker://quay.io/x:1');
      await Promise.resolve();
    }));

  it('is refused with a mirror that is none', () =>
    withEnvironment(MIRROR, 'https://mirror', () =>
      failsWith(() => name('docker.io/library/x:1'), 'OCI_REFERENCE', EXIT.usage, /MIRROR is "https:/),
    ));
});
