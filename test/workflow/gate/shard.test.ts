// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { planFault } from '../../../harness/plan/check.js';
import { cellOf } from '../../../harness/workflow/gate/same-image.js';
import { shardSides } from '../../../harness/workflow/gate/shard.js';
import { withoutCells } from '../../../harness/workflow/gate/measure.js';
import { failsWith } from '../../support/errors.js';
import { planToShard } from '../../support/scripted-shards.js';

describe('a shard of a gate', () => {
  it('has both sides of each of its cells, also where one side has more, and all shards have all cells', async () => {
    const head = await planToShard();
    const [first] = head.steps;
    assert.ok(first !== undefined);
    const base = withoutCells(head, new Set([cellOf(first)]));
    assert.ok(base !== undefined);
    const seen = [1, 2, 3].map((index) => shardSides({ base, head }, { index, of: 3 }));
    const cells = (steps: typeof head.steps): string[] => [...new Set(steps.map(cellOf))].sort();
    for (const side of seen) {
      assert.deepEqual(
        cells(side.base.steps),
        cells(side.head.steps).filter((cell) => cell !== cellOf(first)),
      );
      assert.deepEqual([planFault(side.head), planFault(side.base)], [undefined, undefined]);
    }
    const all = seen.flatMap((side) => cells(side.head.steps));
    assert.deepEqual(all.sort(), cells(head.steps));
    assert.deepEqual(shardSides({ base, head }, undefined), { base, head });
  });

  it('is refused where nothing is left for it', async () => {
    const head = await planToShard();
    await failsWith(
      Promise.resolve().then(() => shardSides({ base: head, head }, { index: 100, of: 100 })),
      'SHARD_EMPTY',
      EXIT.usage,
    );
  });
});
