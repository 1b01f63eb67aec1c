// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  complaintsOf,
  enabledOptions,
  jaccard,
  parseConfig,
  refusedOptions,
} from '../../../harness/image/kernel/config.js';
import { type OptionRequest, parseFragment } from '../../../harness/image/kernel/fragments.js';

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
  it('lets a later fragment take back an option that this kernel does not have, and no other', () => {
    const known = new Set(['A', 'B']);
    const asked = (value: string, before?: string): OptionRequest => ({
      name: 'GONE',
      value,
      origin: '/k/6.12/f.config:1',
      ...(before === undefined ? {} : { before }),
    });
    const unknown = ['/k/6.12/f.config:1: CONFIG_GONE does not exist'];
    assert.deepEqual(complaintsOf([asked('n', '/k/f.config:1')], known, FINAL), []);
    assert.deepEqual(complaintsOf([asked('n')], known, FINAL), unknown);
    assert.deepEqual(complaintsOf([asked('y', '/k/f.config:1')], known, FINAL), unknown);
  });
  it('is compared by its set of options', () => {
    assert.equal(jaccard(['A', 'B', 'C'], ['B', 'C', 'D']), 0.5);
    assert.equal(jaccard([], []), 1);
    assert.equal(jaccard(['A'], ['B']), 0);
  });
});
