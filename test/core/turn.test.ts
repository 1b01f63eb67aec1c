// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { atOnce, inTurns, turn } from '../../harness/core/turn.js';
import { foreign } from '../../harness/core/foreign.js';
import { importing } from '../../harness/import/import.js';
import { oldRun } from '../support/redis-output.js';

/** Work that has no end by itself, in short pieces. */
function* endless(): Generator<void, never> {
  for (;;) yield;
}

function* counting(most: number): Generator<void, number> {
  for (let done = 0; done < most; done += 1) yield;
  return most;
}

describe('work in turns', () => {
  it('ends when somebody says stop, who is heard while it lasts', async () => {
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort(new Error('stopped'));
    });
    await assert.rejects(inTurns(endless(), stop.signal), /stopped/);
    await assert.rejects(turn(stop.signal), /stopped/);
  });
  it('gives what it gives at once', async () => {
    assert.equal(await inTurns(counting(1000)), 1000);
    assert.equal(atOnce(counting(1000)), 1000);
  });
  it('is what an import is: a piece for each run of a log', () => {
    const file = { path: 'a.log', system: 'a', sha256: 'a', text: foreign(oldRun(1, 2).repeat(50)) };
    const work = importing([file], { host: 'h' });
    let pieces = 0;
    while (work.next().done !== true) pieces += 1;
    assert.ok(pieces >= 50, `${pieces} pieces`);
  });
});
