// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Cell } from '../../harness/comparison/index.js';
import { EXIT } from '../../harness/core/errors.js';
import { compareMetrics } from '../../harness/gate/compare.js';
import { readMargins } from '../../harness/gate/margin.js';
import { comparisonDocument } from '../../harness/gate/document.js';
import type { GateVerdict, MetricComparison } from '../../harness/gate/types.js';
import { exitOf, verdictOf } from '../../harness/gate/verdict.js';
import { DETERMINISTIC, cell, runOf } from '../comparison/fixture.js';
import { noisy } from '../support/random.js';

const NO_MARGINS = readMargins([]);
const systems = (base: Cell[], head: Cell[]): MetricComparison[] => {
  const run = runOf([...base, ...head]);
  return compareMetrics({ run, system: 'b' }, { run, system: 's' }, NO_MARGINS);
};
const only = (metrics: MetricComparison[]): MetricComparison => {
  const [one, more] = metrics;
  assert.ok(one !== undefined && more === undefined);
  return one;
};
const twice = (value: number): number[] => [value, value];

describe('a comparison', () => {
  it('decides each metric of two systems of a run, the worst first', () => {
    const metrics = systems(
      [
        cell('b', twice(10), { ...DETERMINISTIC, metric: 'x' }),
        cell('b', twice(10), { ...DETERMINISTIC, metric: 'y' }),
      ],
      [
        cell('s', twice(9), { ...DETERMINISTIC, metric: 'x' }),
        cell('s', twice(11), { ...DETERMINISTIC, metric: 'y' }),
      ],
    );
    assert.deepEqual(
      metrics.map(({ metric, verdict }) => [metric, verdict]),
      [
        ['y', 'regression'],
        ['x', 'improvement'],
      ],
    );
    assert.equal(verdictOf(metrics), 'regression');
  });
  it('cannot measure what only one side has, or what failed on one', () => {
    assert.equal(only(systems([cell('b', twice(1), DETERMINISTIC)], [])).code, 'ONE_SIDE_ONLY');
    const failures = [{ boot: 1, code: 'GUEST_CRASHED', message: 'the kernel panicked.' }];
    const failed = only(
      systems([cell('b', twice(1), DETERMINISTIC)], [cell('s', [], { ...DETERMINISTIC, failures })]),
    );
    assert.deepEqual([failed.verdict, failed.code], ['could not measure', 'GUEST_CRASHED']);
    assert.match(failed.reason, /the kernel panicked/);
  });
  it('names what makes two sides not comparable', () => {
    const { verdict, reason } = only(
      systems(
        [cell('b', twice(1), DETERMINISTIC)],
        [cell('s', twice(1), { ...DETERMINISTIC, clockDefinition: 99 })],
      ),
    );
    assert.equal(verdict, 'not comparable');
    assert.match(reason, /clock definition \(\d+, 99\)/);
  });
  it('believes no number that is none', () => {
    const { verdict, base } = only(
      systems([cell('b', [1, Number.NaN], DETERMINISTIC)], [cell('s', twice(1), DETERMINISTIC)]),
    );
    assert.deepEqual([verdict, base.values], ['could not measure', []]);
  });
  it('pairs boots of one run that took turns, and never those of two runs', () => {
    const [a, b] = [cell('b', noisy(1, 10, 0.001)), cell('s', noisy(2, 10, 0.001))];
    assert.equal(only(systems([a], [b])).verdict, 'pass');
    const apart = compareMetrics({ run: runOf([a]) }, { run: runOf([{ ...b, system: 'b' }]) }, NO_MARGINS);
    assert.equal(only(apart).code, 'NOT_INTERLEAVED');
  });
  it('has a control of either side under the wall clock, and calls nothing a regression where that fires', () => {
    const unfit = Array.from({ length: 20 }, (_, index) => ([1, 2].includes(index % 4) ? 110 : 100));
    const slow = unfit.map((value) => value * 1.2);
    const metrics = systems([cell('b', unfit)], [cell('s', slow)]);
    assert.equal(only(metrics).verdict, 'regression');
    const document = comparisonDocument({ base: 'b', head: 's', clock: 'wall', metrics, notes: [] });
    assert.equal(document.verdict, 'host not fit');
    assert.deepEqual([document.control?.count, document.control?.of], [2, 2]);
  });
  it('of nothing is never green', () => assert.equal(verdictOf([]), 'could not measure'));
});

describe('the exit code of a verdict', () => {
  const codes: [GateVerdict, number][] = [
    ['pass', EXIT.ok],
    ['improvement', EXIT.ok],
    ['regression', EXIT.regression],
    ['inconclusive', EXIT.inconclusive],
    ['could not measure', EXIT.couldNotMeasure],
    ['host not fit', EXIT.couldNotMeasure],
    ['not comparable', EXIT.notComparable],
  ];
  for (const [verdict, code] of codes) it(`${verdict} is ${code}`, () => assert.equal(exitOf(verdict), code));
});
