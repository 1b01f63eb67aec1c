// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { packKernel } from '../../../harness/image/kernel/pack.js';
import { needKernels } from '../../support/kernels.js';
import { pathOfRole } from '../../support/artifacts.js';

describe('packing', () => {
  it('of a packed kernel changes nothing', async function () {
    this.timeout(1_800_000);
    const [kernel] = await needKernels('lupine-hello');
    const elf = await readFile(kernel === undefined ? '' : pathOfRole(kernel, 'kernel'));
    assert.deepEqual(packKernel(elf), elf);
  });
});
