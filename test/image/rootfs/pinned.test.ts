// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT, measureError } from '../../../harness/core/errors.js';
import type { PackageRecord } from '../../../harness/image/rootfs/apt-records.js';
import {
  pinnedImage,
  pinnedPackage,
  pinnedRecords,
  requirePinned,
} from '../../../harness/image/rootfs/pinned.js';
import type { PinnedPackages } from '../../../harness/plan/pinned.js';
import { failsWith } from '../../support/errors.js';

const sha = (digit: string): string => digit.repeat(64);
const record = (name: string, version: string, sha256: string): PackageRecord => ({
  ...{ name, version, sha256 },
  ...{ depends: ['libc6'], provides: [] },
});
const MANIFEST = `sha256:${sha('f')}`;
const PINNED: PinnedPackages = {
  from: 'run-1',
  packages: [
    { name: 'redis-server', version: '7.0.1-1', sha256: sha('a') },
    { name: 'redis (source)', version: '7.0.1-1', sha256: sha('b') },
  ],
  containers: [{ reference: 'docker.io/library/x:1', manifest: MANIFEST }],
};
const { notComparable } = EXIT;

describe('packages of an earlier run', () => {
  it('take the place of what apt would take now, and nothing else does', () => {
    const now = new Map([
      ['redis-server', record('redis-server', '7.0.2-1', sha('c'))],
      ['libc6', record('libc6', '2.36', sha('d'))],
    ]);
    const then = pinnedRecords(now, PINNED);
    assert.deepEqual(then.get('redis-server'), record('redis-server', '7.0.1-1', sha('a')));
    assert.equal(then.get('libc6'), now.get('libc6'));
    assert.equal(pinnedRecords(now, undefined), now);
  });

  it('that were used are all there was', () => {
    requirePinned(PINNED.packages, { reference: 'docker.io/library/x:1', manifest: MANIFEST }, PINNED);
    requirePinned([{ name: 'other', version: '1', sha256: sha('e') }], undefined, undefined);
  });

  for (const [what, used, says] of [
    [
      'another version',
      { name: 'redis-server', version: '7.0.2-1', sha256: sha('c') },
      /redis-server 7\.0\.2-1 .* was 7\.0\.1-1/,
    ],
    [
      'the same version with other bytes',
      { name: 'redis-server', version: '7.0.1-1', sha256: sha('c') },
      /SHA-256 cccc/,
    ],
    [
      'a package that was not there',
      { name: 'libssl3', version: '3.0', sha256: sha('d') },
      /libssl3 3\.0 .* was not used/,
    ],
    [
      'another source',
      { name: 'redis (source)', version: '7.0.2-1', sha256: sha('d') },
      /redis \(source\) 7\.0\.2-1/,
    ],
  ] as const) {
    it(`are named with ${what}`, () =>
      failsWith(() => requirePinned([used], undefined, PINNED), 'PACKAGES_DIFFER', notComparable, says));
  }

  it('are named when they cannot be had any more', async () => {
    const gone = (): Promise<never> =>
      Promise.reject(measureError('PACKAGE_DOWNLOAD', 'not found', 'Look again.'));
    const [package_] = PINNED.packages;
    assert.ok(package_ !== undefined);
    await failsWith(
      pinnedPackage(package_, PINNED, gone),
      'PACKAGES_DIFFER',
      notComparable,
      /run run-1 .*\n {2}redis-server 7\.0\.1-1 cannot be had any more$/,
    );
    await failsWith(pinnedPackage(package_, undefined, gone), 'PACKAGE_DOWNLOAD', EXIT.couldNotMeasure);
  });

  it('come with container images by digest, wherever a tag has moved', async () => {
    assert.equal(pinnedImage('docker.io/library/x:1', PINNED), `docker.io/library/x:1@${MANIFEST}`);
    assert.equal(pinnedImage('docker.io/library/y:1', PINNED), 'docker.io/library/y:1');
    const local = { reference: 'oci:folder:1', manifest: MANIFEST };
    assert.equal(pinnedImage('oci:folder:1', { ...PINNED, containers: [local] }), 'oci:folder:1');
    const moved = { reference: 'docker.io/library/x:1', manifest: `sha256:${sha('0')}` };
    await failsWith(
      () => requirePinned([], moved, PINNED),
      'PACKAGES_DIFFER',
      notComparable,
      /x:1 is sha256:0000/,
    );
  });
});
