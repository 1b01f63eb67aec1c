// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { reasonOf } from '../../harness/core/reason.js';

describe('the reason of an error', () => {
  it('is what it says, on one line', () => {
    assert.equal(reasonOf(new Error('no\u001b[1m room')), 'no\\x1b[1m room');
    assert.equal(reasonOf('no room'), 'no room');
  });
  it('is what is behind a fetch that failed', async () => {
    const error: unknown = await fetch('http://127.0.0.1:1/').catch((failure: unknown) => failure);
    assert.ok(error instanceof Error && error.message === 'fetch failed', String(error));
    assert.notEqual(reasonOf(error), 'fetch failed');
  });
  it('is a code where what is behind it has no words', () => {
    const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
    assert.equal(reasonOf(new TypeError('fetch failed', { cause: refused })), 'ECONNREFUSED');
    assert.equal(reasonOf(new TypeError('fetch failed', { cause: new Error('') })), 'fetch failed');
    assert.equal(reasonOf(new TypeError('fetch failed')), 'fetch failed');
  });
});
