// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makeJob } from '../../../harness/app/make-job.js';
import type { AppDeclaration, AppFile } from '../../../harness/app/types.js';
import { EXIT } from '../../../harness/core/errors.js';
import { buildRootfs } from '../../../harness/image/rootfs/build.js';
import type { Rootfs } from '../../../harness/image/rootfs/types.js';
import { failsWith } from '../../support/errors.js';

const APP: AppDeclaration = {
  name: 'test',
  title: 'Test',
  files: [
    { path: '/hello', mode: '0755', guest: 'hello' },
    { path: '/etc/text', content: 'text\n' },
  ],
  command: ['/hello'],
  network: 'none',
  ready: { exit: 0 },
  checks: [],
};

async function build(change: Partial<AppDeclaration> = {}): Promise<Rootfs> {
  const app = { ...APP, ...change };
  return await buildRootfs({
    app,
    appDir: '/nowhere',
    job: makeJob(app, { clock: 'wall', purpose: 'boot' }),
  });
}

const withFile = (file: AppFile): Partial<AppDeclaration> => ({ files: [...(APP.files ?? []), file] });

describe('a root file system of packages', function () {
  this.timeout(60_000);

  it('names the sources of a program that is built here', async function () {
    this.timeout(600_000);
    const { packages } = await build(withFile({ path: '/x', built: 'hello-musl' }));
    const [musl] = packages;
    assert.deepEqual(
      [packages.length, musl?.name, typeof musl?.source?.known],
      [1, 'musl (source)', 'boolean'],
    );
  });

  it('names a package that apt does not know', () =>
    failsWith(
      build({ packages: ['no-such-package-at-all'] }),
      'PACKAGES_UNRESOLVED',
      EXIT.couldNotMeasure,
      /^\/nowhere\/app\.yaml: apt knows no package no-such-package-at-all /,
    ));
});
