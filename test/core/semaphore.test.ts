// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { Semaphore } from '../../harness/core/semaphore.js';

describe('semaphore', () => {
  it('never lets more run than it has places, and keeps the order', async () => {
    const places = new Semaphore(2);
    const began: number[] = [];
    let running = 0;
    let most = 0;
    const task = (n: number) => async (): Promise<void> => {
      began.push(n);
      running += 1;
      most = Math.max(most, running);
      await setTimeout(5);
      running -= 1;
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map((n) => places.run(task(n))));
    assert.equal(most, 2);
    assert.deepEqual(began, [0, 1, 2, 3, 4, 5]);
  });
  it('frees the place of a task that fails', async () => {
    const places = new Semaphore(1);
    await assert.rejects(places.run(() => Promise.reject(new Error('no'))));
    assert.equal(await places.run(() => Promise.resolve(7)), 7);
  });
});
