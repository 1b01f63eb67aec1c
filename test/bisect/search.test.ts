// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../harness/bisect/search.js';
import type { Measured, SearchResult } from '../../harness/bisect/types.js';
import { fuzzRuns } from '../support/fuzz.js';

interface Searched extends SearchResult {
  /** Indices in the order in which they were measured. */
  order: number[];
}

/** Searches where each point has a value, or none. */
function search(values: readonly (number | undefined)[], margin = 1, most = 8): Searched {
  const measured = new Map<number, Measured>();
  const order: number[] = [];
  for (;;) {
    const decision = decide(values.length, measured, { margin, most });
    if ('result' in decision) return { ...decision.result, order };
    const value = values[decision.measure];
    assert.ok(!measured.has(decision.measure), 'nothing is measured twice');
    measured.set(decision.measure, value === undefined ? { skipped: 'does not build' } : { value });
    order.push(decision.measure);
  }
}

/** `count` points of a value, then `count` of another, and so on. */
function levels(...pairs: [value: number | undefined, count: number][]): (number | undefined)[] {
  return pairs.flatMap(([value, count]) => Array.from({ length: count }, () => value));
}

describe('a search between good and bad', () => {
  it('finds the only change by halving', () => {
    const { findings, rest, order } = search(levels([10, 700], [15, 324]));
    assert.deepEqual(findings, [{ kind: 'step', before: 699, after: 700, difference: 5 }]);
    assert.equal(rest, 0);
    assert.ok(order.length <= 12, String(order.length));
  });
  it('measures both ends first', () =>
    assert.deepEqual(search(levels([1, 5], [9, 5])).order.slice(0, 2), [0, 9]));
  it('of two points needs no other', () => {
    const { findings, order } = search([1, 9]);
    assert.deepEqual(findings, [{ kind: 'step', before: 0, after: 1, difference: 8 }]);
    assert.deepEqual(order, [0, 1]);
  });
  it('finds two changes, the larger one first', () => {
    const { findings } = search(levels([10, 20], [13, 50], [20, 30]));
    assert.deepEqual(
      findings.map(({ after, difference }) => [after, difference]),
      [
        [70, 7],
        [20, 3],
      ],
    );
  });
  it('finds one there and one back where it sees them', () => {
    const { findings } = search(levels([10, 40], [30, 30], [20, 30]));
    assert.deepEqual(
      findings.map(({ after, difference }) => [after, difference]),
      [
        [40, 20],
        [70, -10],
      ],
    );
  });
  it('does not take noise within its margin for a change', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index < 61 ? 100 : 200) + (index % 3));
    const { findings } = search(values, 5);
    assert.deepEqual(
      findings.map(({ after }) => after),
      [61],
    );
  });
  it('says what many small changes come to', () => {
    const { findings, rest } = search(
      Array.from({ length: 101 }, (_, index) => index),
      5,
    );
    assert.equal(findings.reduce((sum, { difference }) => sum + difference, 0) + rest, 100);
    assert.ok(rest > 50, String(rest));
  });
  it('looks into the largest ones only, and names the others', () => {
    const { findings } = search(levels([10, 20], [13, 20], [33, 20], [35, 20]), 1, 1);
    assert.deepEqual(findings[0], { kind: 'step', before: 39, after: 40, difference: 20 });
    assert.ok(findings.slice(1).some(({ kind }) => kind === 'apart'));
  });
});

describe('a search over points that cannot be measured', () => {
  it('goes round them', () => {
    const { findings } = search(levels([10, 45], [undefined, 10], [10, 6], [20, 39]));
    assert.deepEqual(findings, [{ kind: 'step', before: 60, after: 61, difference: 10 }]);
  });
  it('names all that may be it, when the change is among them', () => {
    const { findings, order } = search(levels([10, 45], [undefined, 10], [20, 45]));
    assert.deepEqual(findings, [{ kind: 'skipped', before: 44, after: 55, difference: 10 }]);
    assert.ok(order.length < 30, String(order.length));
  });
  it('ends when nothing but the ends can be measured', () => {
    const { findings, order } = search(levels([10, 1], [undefined, 30], [20, 1]));
    assert.deepEqual(findings, [{ kind: 'skipped', before: 0, after: 31, difference: 10 }]);
    assert.equal(order.length, 32);
  });
  it('leaves a zone in few steps', () => {
    const { order } = search(levels([10, 100], [undefined, 800], [10, 1000], [20, 100]));
    assert.ok(order.length < 30, String(order.length));
  });
});

describe('whatever a search meets', () => {
  const value = fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined });
  const points = fc.tuple(
    fc.integer({ max: 50, min: 0 }),
    fc.array(value, { maxLength: 60 }),
    fc.integer({ max: 50, min: 0 }),
  );

  it('it ends, and its findings with their rest are the whole difference', () =>
    fc.assert(
      fc.property(
        points,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 4 }),
        ([first, inner, last], margin, most) => {
          const values = [first, ...inner, last];
          const { findings, rest, order } = search(values, margin, most);
          assert.ok(order.length <= values.length);
          const sum = findings.reduce((all, { difference }) => all + difference, rest);
          assert.equal(sum, last - first);
          for (const { before, after, difference, kind } of findings) {
            assert.equal((values[after] ?? NaN) - (values[before] ?? NaN), difference);
            assert.ok(Math.abs(difference) > margin);
            if (kind === 'step') assert.equal(after, before + 1);
          }
        },
      ),
      { numRuns: fuzzRuns },
    ));
  it('a single change among points that can be measured is found', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (good, bad) => {
        const { findings, order } = search(levels([10, good], [20, bad]));
        assert.deepEqual(findings, [{ kind: 'step', before: good - 1, after: good, difference: 10 }]);
        assert.ok(order.length <= 3 + Math.ceil(Math.log2(good + bad)));
      }),
      { numRuns: fuzzRuns },
    ));
});
