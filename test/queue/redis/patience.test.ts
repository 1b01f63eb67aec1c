// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { soon, unlessAborted } from '../../../harness/queue/redis/patience.js';

const never = new Promise<number>(() => undefined);

describe('waiting for a server', () => {
  it('ends when nobody wants its answer any more', async () => {
    const stop = new AbortController();
    const waiting = unlessAborted(never, stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    await assert.rejects(unlessAborted(never, stop.signal), { name: 'AbortError' });
  });
  it('gives the answer, or what became of it', async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(unlessAborted(Promise.reject(new Error('no')), signal), { message: 'no' });
  });
  it('for what changes nothing here is short, and no error', async () => {
    await soon(Promise.reject(new Error('no')));
    await soon(Promise.resolve());
  });
});
