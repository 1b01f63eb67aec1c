// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BeatAnswer, beat, release, take } from '../../harness/remote/lease/calls.js';
import type { Grant } from '../../harness/remote/lease/types.js';
import { shellHere } from '../../harness/remote/here.js';
import type { RemoteShell } from '../../harness/remote/types.js';
import { type Steps, inSteps } from '../support/stepped.js';
import { inTemp } from '../support/temp.js';

/** Longer than any step of a test is held up. */
const LONG = { ttlMs: 60_000, force: false };

const plain = shellHere('plain');

async function grantOf(shell: RemoteShell, owner: string, state: string, ttlMs = LONG.ttlMs): Promise<Grant> {
  const answer = await take(shell, owner, { state, ttlMs, force: false });
  assert.ok('token' in answer, JSON.stringify(answer));
  return answer;
}

/** Makes the test for each step of a script, or for each so many, until the script has no more. */
async function eachStep(
  fate: 'killed' | 'held up',
  stride: number,
  test: (steps: Steps, state: string, step: number) => Promise<boolean>,
): Promise<void> {
  await inTemp(async (dir) => {
    const steps = await inSteps(dir, fate, (env) => Promise.resolve(shellHere('stepped', { env })));
    let step = 1 - stride;
    do {
      step += stride;
      assert.ok(step < 400);
    } while (await test(steps, join(dir, `state ${step}`), step));
    assert.ok(step > 20, `only ${step} steps`);
  });
}

/** A lease that is over, without waiting. */
async function overLease(state: string): Promise<void> {
  await release(plain, { ...(await grantOf(plain, 'old', state)), state });
}

describe('the lease of a host, step by step', function () {
  this.timeout(600_000);

  it('has one winner when another one takes it between any two lines of the taking', async () => {
    await eachStep('held up', 1, async (steps, state, step) => {
      await overLease(state);
      await steps.at(step);
      const slow = take(steps.shell, 'slow', { state, ...LONG });
      const there = await steps.reached(slow);
      const quick = await take(plain, 'quick', { state, ...LONG });
      await steps.goOn();
      const winners = [await slow, quick].filter((answer) => 'token' in answer);
      assert.equal(winners.length, 1, `step ${step}`);
      return there;
    });
  });
  it('is not taken by one who slept while it changed hands many times', async () => {
    await eachStep('held up', 7, async (steps, state, step) => {
      await overLease(state);
      await steps.at(step);
      const slow = take(steps.shell, 'slow', { state, ...LONG });
      if (!(await steps.reached(slow))) return false;
      let last = await take(plain, 'quick', { state, ...LONG });
      for (let round = 0; round < 18 && 'token' in last; round += 1) {
        await release(plain, { ...last, state });
        last = await take(plain, 'quick', { state, ...LONG });
      }
      await steps.goOn();
      const winners = [await slow, last].filter((answer) => 'token' in answer);
      assert.equal(winners.length, 1, `step ${step}`);
      return true;
    });
  });
  it('is taken by the next one when the first was killed in any step of the taking', async () => {
    await eachStep('killed', 2, async (steps, state, step) => {
      await overLease(state);
      await steps.at(step);
      await take(steps.shell, 'slow', { state, ttlMs: 100, force: false }).catch(() => undefined);
      const killed = steps.was();
      await setTimeout(110);
      await grantOf(plain, 'quick', state);
      return killed;
    });
  });
  it('is never prolonged by one who was held up beyond its end in any step', async () => {
    await eachStep('held up', 2, async (steps, state, step) => {
      const ttlMs = 500;
      await steps.at(step);
      const mine = await grantOf(plain, 'slow', state, ttlMs);
      const slow = beat(steps.shell, { ...mine, state }, ttlMs, { timeoutMs: 60_000 });
      const there = await steps.reached(slow);
      let quick = await take(plain, 'quick', { state, ...LONG });
      for (; there && !('token' in quick); quick = await take(plain, 'quick', { state, ...LONG }))
        await setTimeout(20);
      await steps.goOn();
      const answer: BeatAnswer = await slow;
      // One that was prolonged before it was taken over is over by now as well; it says until when it was.
      if (there && 'ends' in answer) {
        assert.ok('ends' in quick && quick.ends - LONG.ttlMs / 10 >= answer.ends, `step ${step}`);
      }
      return there;
    });
  });
});
