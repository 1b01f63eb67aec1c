// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type CellQueue, TRIES } from '../../harness/queue/types.js';

/** Runs a test with an empty queue. */
type WithQueue = (test: (queue: CellQueue) => Promise<void>) => Promise<void>;

const never = new AbortController().signal;

/** What every queue does, as tests of a suite. */
export function queueContract(withQueue: WithQueue): void {
  it('gives every block to one host, in the order in which they came', () =>
    withQueue(async (queue) => {
      await queue.add(['a', 'b', 'c', 'd'].map((id) => ({ id })));
      await queue.add([{ id: 'b' }]);
      const got: string[] = [];
      for (const host of ['one', 'two', 'one', 'two']) {
        const taken = await queue.take(host, never);
        assert.ok(taken);
        got.push(taken.id);
        await queue.complete(taken);
      }
      assert.deepEqual(got, ['a', 'b', 'c', 'd']);
      assert.deepEqual(await queue.counts(), { waiting: 0, active: 0, done: 4, over: 0 });
      assert.equal(await queue.take('one', never), undefined);
    }));

  it('gives a host first what only it may make', () =>
    withQueue(async (queue) => {
      await queue.add([{ id: 'a' }, { id: 'b', host: 'two' }]);
      assert.equal((await queue.take('two', never))?.id, 'b');
      assert.equal((await queue.take('two', never))?.id, 'a');
      assert.deepEqual(await queue.counts(), { waiting: 0, active: 2, done: 0, over: 0 });
    }));

  it('gives out again what failed, until that happened too often', () =>
    withQueue(async (queue) => {
      await queue.add([{ id: 'a' }]);
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const taken = await queue.take('one', never);
        assert.deepEqual([taken?.id, taken?.attempt], ['a', attempt]);
        if (taken !== undefined) assert.equal(await queue.fail(taken, 'no'), attempt < TRIES);
      }
      assert.deepEqual(await queue.counts(), { waiting: 0, active: 0, done: 0, over: 1 });
      assert.equal(await queue.take('one', never), undefined);
    }));

  it('does not count what was given back', () =>
    withQueue(async (queue) => {
      await queue.add([{ id: 'a' }]);
      for (let round = 0; round < TRIES + 2; round += 1) {
        const taken = await queue.take('one', never);
        assert.ok(taken);
        assert.equal(taken.attempt, 1);
        await queue.giveBack(taken);
      }
      assert.deepEqual(await queue.counts(), { waiting: 1, active: 0, done: 0, over: 0 });
    }));

  it('counts nothing twice', () =>
    withQueue(async (queue) => {
      await queue.add([{ id: 'a' }, { id: 'b' }]);
      const taken = await queue.take('one', never);
      assert.ok(taken);
      await queue.complete(taken);
      await queue.complete(taken).catch(() => undefined);
      await queue.fail(taken, 'late').catch(() => undefined);
      await queue.giveBack(taken).catch(() => undefined);
      assert.deepEqual(await queue.counts(), { waiting: 1, active: 0, done: 1, over: 0 });
    }));
}
