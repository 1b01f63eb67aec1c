// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { editDistance, suggest } from '../../harness/core/suggest.js';

describe('suggest', () => {
  it('names the closest first', () => {
    assert.match(suggest('reids', ['boot', 'redis']), /^Did you mean "redis"\? Known: boot, redis\.$/);
  });
  it('does not guess what is far away', () => {
    assert.equal(suggest('xyzzy', ['boot', 'redis']), 'Known: boot, redis.');
  });
  it('compares nothing with what is no name by its length', () => {
    assert.equal(suggest('a'.repeat(201), ['a'.repeat(200)]), `Known: ${'a'.repeat(200)}.`);
  });
  it('counts edits', () => {
    const cases: [string, string, number][] = [
      ['', 'abc', 3],
      ['kitten', 'sitting', 3],
      ['same', 'same', 0],
    ];
    for (const [a, b, expected] of cases) assert.equal(editDistance(a, b), expected);
  });
});
