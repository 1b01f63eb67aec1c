// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { schedule } from '../support/simulated-fleet.js';

describe('the queue of a large fleet', () => {
  it('costs as much for a block of many as for one of few', async () => {
    await schedule(20, 20_000);
    const few = await schedule(50, 20_000);
    const many = await schedule(200, 100_000);
    assert.deepEqual([few.made, many.made], [20_000, 100_000]);
    assert.ok(many.secondsPer10k < 5 * few.secondsPer10k, `${many.secondsPer10k} ${few.secondsPer10k}`);
  });
});
