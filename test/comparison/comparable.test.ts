// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type Cell, compare, compareConditions, differingFields } from '../../harness/comparison/index.js';
import { BenchError } from '../../harness/core/errors.js';
import { DETERMINISTIC, cell, ofOneRun, ofTwoRuns, runOf } from './fixture.js';

const OTHERS: Record<string, Partial<Cell>> = {
  metric: { metric: 'x' },
  unit: { unit: 'MiB' },
  clock: { clock: 'deterministic' },
  'clock definition': { clockDefinition: 2 },
  monitor: { monitor: 'qemu 10.0.2' },
  host: { host: 'another' },
};

/** What the refusal says. */
function refusal(compared: () => unknown): string {
  try {
    compared();
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.deepEqual([error.code, error.exit], ['RATIO_NOT_COMPARABLE', 5]);
    return error.message;
  }
  return assert.fail('was compared');
}

describe('cells are not comparable', () => {
  for (const [field, other] of Object.entries(OTHERS)) {
    it(`when they differ in ${field}, in one run and across two`, () => {
      const [mine, theirs] = [cell('s', [1]), cell('b', [1], other)];
      for (const sides of [ofOneRun(mine, theirs), ofTwoRuns(mine, theirs)]) {
        assert.deepEqual(
          differingFields(...sides).map((one) => one.field),
          [field],
        );
        assert.match(
          refusal(() => compare('ratio', ...sides)),
          new RegExp(`differ in ${field} \\(`),
        );
        assert.match(
          refusal(() => compare('difference', ...sides)),
          new RegExp(`differ in ${field} \\(`),
        );
      }
    });
  }
  it('when they were taken under two definitions of one clock; both numbers are named', () => {
    const old = { ...DETERMINISTIC, clockDefinition: 1 };
    const sides = ofTwoRuns(cell('s', [1], DETERMINISTIC), cell('s', [1], old));
    assert.equal(
      refusal(() => compare('ratio', ...sides)),
      'm of a on s and m of a on s differ in clock definition (2, 1).',
    );
  });
  it('when their scenarios were run with other parameters; each is named with both values', () => {
    const [mine, theirs] = [cell('s', [1], { revision: 'v2' }), cell('s', [1], { revision: 'v1' })];
    const run = runOf([mine], { requests: 1000, clients: 50 });
    const other = runOf([theirs], { requests: 20_000, clients: 50, pipeline: 16 });
    assert.equal(
      refusal(() => compare('ratio', { run, cell: mine }, { run: other, cell: theirs })),
      'm of a on s (v2) and m of a on s (v1) differ in parameter "requests" (1000, 20000), parameter "pipeline" (none, 16).',
    );
  });
});

describe('cells are comparable', () => {
  it('when a system brings a monitor of its own, which is named as a difference wherever a machine ran', () => {
    const conditions = { machine: 'microvm' };
    const [mine, theirs] = [
      cell('hermitux', [1], { conditions, monitor: 'uhyve' }),
      cell('b', [1], { conditions }),
    ];
    for (const sides of [ofOneRun(mine, theirs), ofOneRun(theirs, mine)]) {
      assert.deepEqual(differingFields(...sides), []);
      assert.deepEqual(
        compareConditions(...sides).map(({ label, verdict }) => [label, verdict]),
        [['monitor', 'named']],
      );
    }
    const files = ofOneRun(cell('hermitux', [1], { monitor: 'uhyve' }), cell('b', [1]));
    assert.deepEqual([differingFields(...files), compareConditions(...files)], [[], []]);
  });

  it('whatever system, revision, scenario or app they are of', () => {
    const other = { scenario: 't', app: 'x', revision: 'v2' };
    assert.deepEqual(differingFields(...ofOneRun(cell('s', [1]), cell('b', [1], other))), []);
  });
});
