// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseRecords } from '../../../harness/image/rootfs/apt-records.js';

const SUM = '0'.repeat(64);

describe('records of apt', () => {
  it('give name, version, checksum and everything a package may need', () => {
    const text = `Package: nginx
Version: 1.22.1-9+deb12u11
Description: small
 web server
Pre-Depends: libc6 (>= 2.34)
Provides: httpd, nginx-abi (= 1)
Depends: libc6 (>= 2.33), perl:any | mawk,
 libssl3t64 (>= 3.0.0) | libssl3
SHA256: ${SUM}

Package: other
Version: 1:2
SHA256: ${SUM}
`;
    assert.deepEqual(parseRecords(text), [
      {
        name: 'nginx',
        version: '1.22.1-9+deb12u11',
        sha256: SUM,
        depends: ['libc6', 'perl', 'mawk', 'libssl3t64', 'libssl3'],
        provides: ['httpd', 'nginx-abi'],
      },
      { name: 'other', version: '1:2', sha256: SUM, depends: [], provides: [] },
    ]);
  });

  it('leave out what cannot be downloaded', () => {
    assert.deepEqual(parseRecords('Package: local\nVersion: 1\nStatus: install ok installed\n'), []);
    assert.deepEqual(parseRecords(''), []);
  });
});
