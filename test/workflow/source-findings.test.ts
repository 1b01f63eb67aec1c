// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { sourceFindings } from '../../harness/workflow/source-findings.js';
import { VERSIONS } from '../support/builtin.js';
import { inTemp, withCache } from '../support/temp.js';

/** A version of which no machine has the source. */
const NEWER = { '6.99': 'linux-source-6.99' };

describe('the kernel sources of a machine', () => {
  const here = (test: () => Promise<void>): Promise<void> =>
    inTemp((dir) => withCache(join(dir, 'cache'), test));

  it('lack nothing where that of another version is not there: it is fetched', () =>
    here(async () => {
      const [usual, newer] = await sourceFindings({
        ...VERSIONS,
        sources: { '6.1': 'linux-source-6.1', ...NEWER },
      });
      assert.equal(usual?.what, 'kernel source');
      assert.deepEqual([newer?.what, newer?.state], ['kernel source 6.99', 'note']);
      assert.match(
        newer?.detail ?? '',
        /^linux-source-6\.99 is not on this machine; it is fetched .* @6\.99 /,
      );
    }));
  it('lack that of the default version where it is not there', () =>
    here(async () => {
      const findings = await sourceFindings({ default: '6.99', sources: NEWER });
      assert.deepEqual(
        findings.map(({ what, state }) => [what, state]),
        [['kernel source', 'missing']],
      );
    }));
});
