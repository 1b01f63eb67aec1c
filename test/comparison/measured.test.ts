// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  type Cell,
  type MeasuredRun,
  type Outcome,
  compareSides,
  compareSystems,
} from '../../harness/comparison/index.js';
import type { Unit } from '../../harness/metric/types.js';
import { DETERMINISTIC, cell, ofTwoRuns, runOf } from './fixture.js';

const pair = { scenario: 's', app: 'a', metric: 'm', system: 's', baseline: 'b' };

function outcome(cells: Cell[], change: Partial<MeasuredRun> = {}): Outcome {
  return compareSystems({ ...runOf(cells), ...change }, 'ratio', pair);
}

/** Kind and code of the obstacle; empty when there is a number. */
function obstacle(found: Outcome): string {
  return 'obstacle' in found ? `${found.obstacle.kind}: ${found.obstacle.code}` : '';
}

const boots = (n: number): number[] => Array.from({ length: n }, (_, index) => 100 + index);

describe('a settled number', () => {
  it('comes with the medians behind it', () => {
    const found = outcome([cell('s', boots(7)), cell('b', boots(7))]);
    assert.ok('measured' in found);
    const { system, baseline, unit, n, method } = found.measured;
    assert.deepEqual([system, baseline, unit, n, method], [103, 103, 'ns', 7, 'paired']);
  });

  const unsettled = 'unfinished: TOO_FEW_BOOTS';
  const byUnit: [Unit, string][] = [
    ['ns', unsettled],
    ['req/s', unsettled],
    ['MB/s', unsettled],
    ['bytes', ''],
    ['MiB', ''],
    ['requests', ''],
    ['options', ''],
  ];
  for (const [unit, few] of byUnit) {
    it(`in ${unit} needs ${few === '' ? 'no more than one boot' : 'six boots'} under the wall clock`, () => {
      const of = (n: number): string =>
        obstacle(outcome([cell('s', boots(n), { unit }), cell('b', boots(n), { unit })]));
      assert.deepEqual([of(5), of(6)], [few, '']);
    });
  }
  it('needs six boots under the deterministic clock when values that have time in them vary', () => {
    for (const unit of ['vns', 'req/vs', 'MB/vs'] as const) {
      const change = { ...DETERMINISTIC, unit };
      const few = outcome([cell('s', boots(2), change), cell('b', boots(2), change)]);
      assert.equal(obstacle(few), unsettled, unit);
      assert.equal(obstacle(outcome([cell('s', [1, 1], change), cell('b', [2, 2], change)])), '', unit);
    }
  });
  it('of two runs needs six boots of each', () => {
    const of = (mine: number, theirs: number): string =>
      obstacle(compareSides('ratio', ...ofTwoRuns(cell('s', boots(mine)), cell('s', boots(theirs)))));
    assert.deepEqual([of(6, 5), of(6, 6)], [unsettled, '']);
  });
});

describe('without a number', () => {
  const failures = [{ boot: 2, code: 'GUEST_PANIC', message: 'Kernel panic.' }];

  it('a boot that failed counts, whatever the others gave', () => {
    const found = outcome([cell('s', boots(6), { failures }), cell('b', boots(6))]);
    assert.deepEqual(found, {
      obstacle: { kind: 'failed', code: 'GUEST_PANIC', message: 's: Kernel panic.' },
    });
  });
  it('the system is spoken of before the baseline', () => {
    assert.equal(obstacle(outcome([cell('s', [], { failures })])), 'failed: GUEST_PANIC');
    assert.equal(obstacle(outcome([cell('s', boots(6))])), 'not asked for: NOT_IN_RUN');
  });
  it('boots still to be made are told from boots that said nothing', () => {
    const cells = [cell('s', []), cell('b', boots(6))];
    assert.equal(obstacle(outcome(cells)), 'failed: NO_SAMPLE');
    assert.equal(obstacle(outcome(cells, { complete: false })), 'unfinished: NOT_YET_RUN');
  });
  it('nothing is divided by nothing', () =>
    assert.equal(obstacle(outcome([cell('s', [1]), cell('b', [0])])), 'failed: NO_BASELINE'));
});
