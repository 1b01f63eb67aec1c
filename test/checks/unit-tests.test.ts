// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SLOW, allImports, importsOf, slowUnitTests } from './unit-tests.js';

describe('unit tests', () => {
  it('need no kernel, no guest and no package: a test that does ends in .guest.test.ts', async () => {
    assert.deepEqual(slowUnitTests(await allImports()), []);
  });

  it('would not get away with it, not even through another file', () => {
    const imports = new Map([
      ['run/a.test.ts', importsOf('run/a.test.ts', "import { x } from '../support/x.js';")],
      ['run/b.guest.test.ts', ['support/kernels.ts']],
      ['run/c.test.ts', importsOf('run/c.test.ts', "import type { X } from '../support/x.js';")],
      ['support/x.ts', importsOf('support/x.ts', "import { y } from './kernels.js';")],
    ]);
    assert.deepEqual(slowUnitTests(imports), ['run/a.test.ts -> support/x.ts -> support/kernels.ts']);
  });

  it('are told apart by files that exist', async () => {
    const known = await allImports();
    assert.deepEqual(
      SLOW.filter((file) => !known.has(file)),
      [],
    );
  });
});
