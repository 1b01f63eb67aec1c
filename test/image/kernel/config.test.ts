// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  enabledOptions,
  jaccard,
  parseConfig,
  refusedOptions,
} from '../../../harness/image/kernel/config.js';
import { parseFragment } from '../../../harness/image/kernel/fragments.js';

const FINAL = 'CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_N=16\nCONFIG_S="x"\n';

describe('kernel configuration', () => {
  it('is read', () => {
    assert.deepEqual(
      [...parseConfig(FINAL)],
      [
        ['A', 'y'],
        ['N', '16'],
        ['S', '"x"'],
      ],
    );
    assert.deepEqual(enabledOptions(FINAL), ['A']);
  });
  it('names every option that was not taken, with its place', () => {
    const asked = parseFragment(
      'CONFIG_A=y\nCONFIG_B=y\nCONFIG_NO_SUCH=y\nCONFIG_N=17\nCONFIG_X=n\n',
      '/k/f.config',
    );
    assert.deepEqual(refusedOptions(asked, FINAL), [
      '/k/f.config:2: CONFIG_B=y became n',
      '/k/f.config:3: CONFIG_NO_SUCH=y became n',
      '/k/f.config:4: CONFIG_N=17 became 16',
    ]);
  });
  it('is compared by its set of options', () => {
    assert.equal(jaccard(['A', 'B', 'C'], ['B', 'C', 'D']), 0.5);
    assert.equal(jaccard([], []), 1);
    assert.equal(jaccard(['A'], ['B']), 0);
  });
});
