// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { isSourceFault, parseArtifactSource } from '../../../harness/system/guest/source.js';

const SHA = 'a'.repeat(64);

describe('where files of systems are', () => {
  it('is a path, an address, or a file in an image', () => {
    assert.deepEqual(parseArtifactSource('a/b.elf', '/p'), { kind: 'path', path: '/p/a/b.elf' });
    assert.deepEqual(parseArtifactSource('/x', '/p'), { kind: 'path', path: '/x' });
    assert.deepEqual(parseArtifactSource(`https://example.org/k.elf#sha256=${SHA}`, '/p'), {
      ...{ kind: 'url', url: 'https://example.org/k.elf', sha256: SHA },
    });
    assert.deepEqual(parseArtifactSource('https://example.org/k.elf', '/p'), {
      ...{ kind: 'url', url: 'https://example.org/k.elf', sha256: undefined },
    });
    assert.deepEqual(parseArtifactSource(`docker://ghcr.io/a/b@sha256:${SHA}#/unikernel/app`, '/p'), {
      ...{ kind: 'image', image: `ghcr.io/a/b@sha256:${SHA}`, path: '/unikernel/app' },
    });
    assert.deepEqual(parseArtifactSource(`oci:layout@sha256:${SHA}#/app`, '/p'), {
      ...{ kind: 'image', image: `oci:layout@sha256:${SHA}`, path: '/app' },
    });
  });

  it('must be sure: no tag, no password, no plain HTTP without a digest, no digest of a path', () => {
    for (const source of [
      'docker://ghcr.io/a/b:latest#/app',
      `docker://ghcr.io/a/b@sha256:${SHA}`,
      `oci:layout#/app`,
      'https://user:secret@example.org/k',
      `docker://user:secret@example.org/a/b@sha256:${SHA}#/app`,
      'http://example.org/k',
      'ftp://example.org/k',
      'https://example.org/k#sha256=12',
      'https://',
      `a/b.elf#sha256=${SHA}`,
    ]) {
      const place = parseArtifactSource(source, '/p');
      assert.ok(isSourceFault(place), source);
      assert.ok(!JSON.stringify(place).includes('secret'));
    }
    assert.ok(!isSourceFault(parseArtifactSource(`http://example.org/k#sha256=${SHA}`, '/p')));
    assert.ok(!isSourceFault(parseArtifactSource('http://127.0.0.1:8080/k', '/p')));
  });
});
