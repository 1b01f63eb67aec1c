// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseDsc } from '../../../harness/image/native/dsc.js';

const DIGEST = 'ab'.repeat(32);
const DSC = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

Format: 3.0 (quilt)
Source: redis
Version: 5:7.0.15-1~deb12u10
Checksums-Sha1:
 0123 17 redis.tar.gz
Checksums-Sha256:
 ${DIGEST} 17 redis_7.0.15.orig.tar.gz
 ${DIGEST} 18 redis_7.0.15-1~deb12u10.debian.tar.xz
Files:
 0123 17 redis.tar.gz
`;

describe('a .dsc file', () => {
  it('names package, version and files, signed or not', () =>
    assert.deepEqual(parseDsc(DSC), {
      name: 'redis',
      version: '5:7.0.15-1~deb12u10',
      sha256: {
        'redis_7.0.15.orig.tar.gz': DIGEST,
        'redis_7.0.15-1~deb12u10.debian.tar.xz': DIGEST,
      },
    }));
  it('without digests is none', () =>
    assert.equal(parseDsc(DSC.replace('Checksums-Sha256:', 'Checksums-Sha512:')), undefined));
  it('cannot name a file outside its folder', () =>
    assert.deepEqual(parseDsc(DSC.replaceAll('redis_7', '../redis_7'))?.sha256, {}));
});
