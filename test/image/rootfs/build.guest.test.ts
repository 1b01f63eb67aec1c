// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { failsWith } from '../../support/errors.js';
import { buildSmallRoot, withFile } from '../../support/small-root.js';

describe('a root file system of packages', function () {
  this.timeout(60_000);

  it('names the sources of a program that is built here', async function () {
    this.timeout(600_000);
    const { packages } = await buildSmallRoot(withFile({ path: '/x', built: 'hello-musl' }));
    const [musl] = packages;
    assert.deepEqual(
      [packages.length, musl?.name, typeof musl?.source?.known],
      [1, 'musl (source)', 'boolean'],
    );
  });

  it('names a package that apt does not know', () =>
    failsWith(
      buildSmallRoot({ packages: ['no-such-package-at-all'] }),
      'PACKAGES_UNRESOLVED',
      EXIT.couldNotMeasure,
      /^\/nowhere\/app\.yaml: apt knows no package no-such-package-at-all /,
    ));
});
