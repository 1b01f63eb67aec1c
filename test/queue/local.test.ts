// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { LocalQueue } from '../../harness/queue/local.js';
import { queueContract } from './contract.js';

const never = new AbortController().signal;

describe('the queue of one process', () => {
  queueContract((test) => test(new LocalQueue()));

  it('lets no host wait for what only another one may make, and gives it to any once that one is gone', async () => {
    const queue = new LocalQueue();
    await queue.add([{ id: 'a', host: 'one' }, { id: 'b' }]);
    const mine = await queue.take('two', never);
    assert.ok(mine);
    assert.deepEqual(mine, { id: 'b', attempt: 1 });
    await queue.complete(mine);
    assert.equal(await queue.take('two', never), undefined);
    await queue.release('one');
    assert.equal((await queue.take('two', never))?.id, 'a');
  });

  it('wakes who waits when a block comes back, and when none can', async () => {
    const queue = new LocalQueue();
    await queue.add([{ id: 'a' }]);
    const first = await queue.take('one', never);
    const waiting = queue.take('two', never);
    await setImmediate();
    assert.ok(first);
    await queue.giveBack(first);
    const second = await waiting;
    assert.equal(second?.id, 'a');
    const last = queue.take('one', never);
    await queue.complete(second);
    assert.equal(await last, undefined);
  });

  it('is left by who waits when the signal ends', async () => {
    const queue = new LocalQueue();
    await queue.add([{ id: 'a' }]);
    await queue.take('one', never);
    const stop = new AbortController();
    const waiting = queue.take('two', stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(waiting, /stopped/);
  });
});
