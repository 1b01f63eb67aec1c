// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { oncePer } from '../../harness/core/once.js';

describe('work that is done once per key', () => {
  it('is done once, also for those who ask while it is done', async () => {
    const asked: string[] = [];
    const length = oncePer((key: string, more: number) => {
      asked.push(key);
      return Promise.resolve(key.length + more);
    });
    const all = [length('one', 0), length('one', 9), length('three', 0)];
    assert.deepEqual(await Promise.all(all), [3, 3, 5]);
    assert.equal(await length('one', 1), 3);
    assert.deepEqual(asked, ['one', 'three']);
  });
  it('is done again after it failed', async () => {
    let tries = 0;
    const second = oncePer((key: string) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(key);
    });
    await assert.rejects(second('a'), /busy/);
    assert.equal(await second('a'), 'a');
  });
});
