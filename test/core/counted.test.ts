// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { counted } from '../../harness/core/counted.js';

describe('a number of things', () => {
  it('is one, or several', () => {
    assert.deepEqual(
      [0, 1, 2].map((count) => counted(count, 'run')),
      ['0 runs', '1 run', '2 runs'],
    );
  });
});
