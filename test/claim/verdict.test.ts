// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { PublishedNumber } from '../../harness/claim/types.js';
import { type Verdict, worstVerdict, verdictOf } from '../../harness/claim/verdict.js';

const number = (
  comparison: PublishedNumber['comparison'],
  value: number,
  tolerance = 0,
): PublishedNumber => ({
  ...{ comparison, value, tolerance },
  ...{ words: 'as published', source: 'SL' },
});

const judged =
  (
    published: PublishedNumber,
    ends: [number, number],
    verdict: Verdict,
    of: 'ratio' | 'difference' = 'ratio',
  ) =>
  (): void => {
    const [low, high] = ends;
    assert.equal(verdictOf({ value: (low + high) / 2, low, high }, published, of), verdict);
  };

const QUARTER = number('at most', 0.4, 0.05);
const MORE = number('at least', 1.2, 0.05);
const LITTLE_LESS = number('at least', 0.96);
const LITTLE_MORE = number('at most', 1.04);

describe('the verdict on a number', () => {
  describe('that should be small', () => {
    it('holds when the whole interval is below', judged(QUARTER, [0.2, 0.39], 'holds'));
    it('holds within the tolerance', judged(QUARTER, [0.41, 0.42], 'holds'));
    it('holds weaker when an end is outside of the tolerance', judged(QUARTER, [0.3, 0.43], 'holds weaker'));
    it('holds weaker when the direction is right', judged(QUARTER, [0.8, 0.99], 'holds weaker'));
    it('does not hold when the interval reaches no effect', judged(QUARTER, [0.8, 1], 'does not hold'));
    it('does not hold in the other direction', judged(QUARTER, [1.1, 1.2], 'does not hold'));
  });
  describe('that should be large', () => {
    it('holds when the whole interval is above', judged(MORE, [1.21, 3], 'holds'));
    it('holds within the tolerance', judged(MORE, [1.14, 1.3], 'holds'));
    it('holds weaker when an end is outside of the tolerance', judged(MORE, [1.13, 1.5], 'holds weaker'));
    it('does not hold when the interval reaches no effect', judged(MORE, [1, 1.5], 'does not hold'));
  });
  describe('that is a limit', () => {
    it('holds on the near side of a lower one', judged(LITTLE_LESS, [0.96, 1.1], 'holds'));
    it('never holds weaker beyond a lower one', judged(LITTLE_LESS, [0.95, 0.99], 'does not hold'));
    it('holds on the near side of an upper one', judged(LITTLE_MORE, [0.9, 1.04], 'holds'));
    it('never holds weaker beyond an upper one', judged(LITTLE_MORE, [1.03, 1.05], 'does not hold'));
  });
  describe('that is a difference', () => {
    const nineteen = number('at most', 19);
    const saved = number('at most', -10);
    it('holds up to the limit', judged(nineteen, [19, 19], 'holds', 'difference'));
    it('does not hold beyond it', judged(nineteen, [20, 20], 'does not hold', 'difference'));
    it('has no effect at zero', judged(saved, [-5, -1], 'holds weaker', 'difference'));
    it('has the other direction above zero', judged(saved, [-5, 0], 'does not hold', 'difference'));
    it(
      'takes its tolerance from the size, whatever the sign',
      judged({ ...saved, tolerance: 0.1 }, [-9, -9], 'holds', 'difference'),
    );
  });
  describe('of several', () => {
    const cases: [Verdict[], Verdict][] = [
      [['holds', 'holds'], 'holds'],
      [['holds', 'holds weaker'], 'holds weaker'],
      [['does not hold', 'holds weaker'], 'does not hold'],
      [['does not hold', 'not measured yet'], 'not measured yet'],
      [['not measured yet', 'cannot be measured here', 'holds'], 'cannot be measured here'],
      [[], 'not measured yet'],
    ];
    for (const [verdicts, all] of cases) {
      it(`is "${all}" for ${verdicts.join(', ') || 'none'}`, () => {
        assert.equal(worstVerdict(verdicts), all);
      });
    }
  });
});
