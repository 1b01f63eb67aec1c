// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { findSourcePackage } from '../../../harness/image/native/source.js';
import { knownSources } from '../../../harness/image/native/source-lock.js';
import { failsWith } from '../../support/errors.js';

describe('source packages', function () {
  this.timeout(180_000);

  it('come with the digest of every file', async () => {
    const { dsc, files, version } = await findSourcePackage('musl');
    assert.match(version, /^1\.2\.\d/);
    assert.ok(Object.keys(files).length >= 2);
    for (const [file, digest] of Object.entries(files)) {
      assert.equal(await sha256File(join(dirname(dsc), file)), digest, file);
    }
  });

  it('of a version that the lock file does not have are found, and said to be unknown', async () => {
    const others = (await knownSources()).map((source) => ({ ...source, version: '0', sha256: '' }));
    const { known, version } = await findSourcePackage('musl', { known: others });
    assert.equal(known, false);
    assert.notEqual(version, '0');
  });

  it('that no server has are named', () =>
    failsWith(
      findSourcePackage('no-such-package'),
      'SOURCE_PACKAGE',
      EXIT.couldNotMeasure,
      /no-such-package/,
    ));
});
