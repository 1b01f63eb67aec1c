// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EXIT } from '../../harness/core/errors.js';
import { cellName } from '../../harness/plan/durations.js';
import { planFault } from '../../harness/plan/check.js';
import { planDifference } from '../../harness/plan/same.js';
import { dealt, shardOf, wholePlan } from '../../harness/plan/shard.js';
import { failsWith } from '../support/errors.js';
import { planToShard } from '../support/scripted-shards.js';

const numbers = (of: number): number[] => Array.from({ length: of }, (_, at) => at + 1);

describe('a shard of a plan', () => {
  it('gets what no other gets, and all of them together everything', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 20 }), (names, of) => {
        const parts = numbers(of).map((index) => dealt(names, { index, of }));
        assert.deepEqual(parts.flatMap((part) => [...part]).sort(), [...names].sort());
        const sizes = parts.map(({ size }) => size);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
      }),
    );
  });

  it('is a plan, has whole cells with their numbers, and knows the plan that it is of', async () => {
    const plan = await planToShard();
    const seen = numbers(4).map((index) => shardOf(plan, { index, of: 4 }));
    for (const shard of seen) {
      assert.equal(planFault(shard), undefined);
      assert.deepEqual(wholePlan(shard), plan);
      const cells = new Set(shard.steps.map(cellName));
      assert.deepEqual(
        shard.steps,
        plan.steps.filter((step) => cells.has(cellName(step))),
      );
    }
    assert.equal(new Set(seen.flatMap(({ steps }) => steps.map(({ n }) => n))).size, plan.steps.length);
  });

  it('never parts systems that are compared by the wall clock, whose boots take turns', async () => {
    const plan = await planToShard('wall');
    for (const index of [1, 2]) {
      const { steps } = shardOf(plan, { index, of: 2 });
      for (const app of new Set(steps.map(({ app: name }) => name))) {
        const systems = (all: typeof steps): unknown[] =>
          all.filter((step) => step.app === app).map(({ system, boot, n }) => [system, boot, n]);
        assert.deepEqual(systems(steps), systems(plan.steps));
      }
    }
  });

  it('is refused where nothing is left for it', async () => {
    const plan = await planToShard('wall');
    await failsWith(
      Promise.resolve().then(() => shardOf(plan, { index: 3, of: 3 })),
      'SHARD_EMPTY',
      EXIT.usage,
      /has 2 parts to deal, and there is none for shard 3\/3/,
    );
  });

  it('is no plan when its parts do not fit together', async () => {
    const plan = await planToShard();
    const shard = shardOf(plan, { index: 1, of: 2 });
    assert.ok(shard.shard !== undefined);
    const { elsewhere } = shard.shard;
    const faults = [
      { ...shard, shard: { ...shard.shard, index: 3 } },
      { ...shard, steps: [] },
      { ...shard, steps: [...shard.steps].reverse() },
      { ...shard, shard: { ...shard.shard, elsewhere: elsewhere.slice(1) } },
      { ...shard, shard: { ...shard.shard, elsewhere: [...elsewhere, ...shard.steps.slice(-1)] } },
    ].map(planFault);
    assert.ok(
      faults.every((fault) => fault !== undefined),
      faults.join('\n'),
    );
  });

  it('may be made on another host by the deterministic clock only', async () => {
    const [plan, wall] = [await planToShard(), await planToShard('wall')];
    assert.equal(planDifference(plan, { ...plan, hosts: ['b'], clockReason: 'else' }), undefined);
    assert.equal(planDifference(wall, { ...wall, hosts: ['b'] }), 'hosts');
  });
});
