// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { planFault } from '../../../harness/plan/check.js';
import type { Plan } from '../../../harness/plan/types.js';
import { shardSides } from '../../../harness/workflow/gate/shard.js';
import { cellOf } from '../../../harness/workflow/gate/sides.js';
import { failsWith } from '../../support/errors.js';
import { planToShard } from '../../support/scripted-shards.js';

describe('a shard of a gate', () => {
  it('has both sides of each of its cells, also where one side has more, and all shards have all cells', async () => {
    const head = await planToShard();
    const [first] = head.steps;
    assert.ok(first !== undefined);
    const steps = head.steps.filter((step) => cellOf(step) !== cellOf(first));
    const base = { ...head, steps: steps.map((step, index) => ({ ...step, n: index + 1 })) };
    const sides = [{ plan: base }, { plan: head }] as const;
    const seen = [1, 2, 3].map((index) => shardSides(sides, { index, of: 3 }));
    const cells = (plan: Plan | undefined): string[] => [...new Set(plan?.steps.map(cellOf))].sort();
    for (const [before, after] of seen) {
      assert.deepEqual(
        cells(before.plan),
        cells(after.plan).filter((cell) => cell !== cellOf(first)),
      );
      for (const { plan } of [before, after]) assert.equal(planFault(plan), undefined);
    }
    const all = seen.flatMap(([, { plan }]) => cells(plan));
    assert.deepEqual(all.sort(), cells(head));
    assert.deepEqual(shardSides(sides, undefined), sides);
  });

  it('is refused where nothing is left for it', async () => {
    const head = await planToShard();
    await failsWith(
      Promise.resolve().then(() => shardSides([{ plan: head }, { plan: head }], { index: 100, of: 100 })),
      'SHARD_EMPTY',
      EXIT.usage,
    );
  });
});
