// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { groupBy } from '../../harness/core/group-by.js';

describe('items by a key', () => {
  it('keep their order, and the keys the order in which they came', () => {
    const groups = groupBy(['redis', 'boot', 'rest', '__proto__', 'bench'], (word) => word.slice(0, 1));
    assert.deepEqual(
      [...groups],
      [
        ['r', ['redis', 'rest']],
        ['b', ['boot', 'bench']],
        ['_', ['__proto__']],
      ],
    );
  });
  it('are none of nothing', () => assert.deepEqual(groupBy([], String), new Map()));
});
