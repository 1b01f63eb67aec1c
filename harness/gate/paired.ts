// SPDX-License-Identifier: Apache-2.0
import { type MeanBounds, type ValuePair, meanBounds, smallestSeen } from '../statistics/index.js';
import type { Direction } from '../metric/types.js';
import { percent } from './exact.js';
import type { Decision, RuleOutcome } from './types.js';

/** Each bound is wrong once in a hundred. */
export const CONFIDENCE = 0.99;

/** Pairs without which nothing is said: below, Student's t is so wide that only a disaster would show. */
export const FEWEST_PAIRS = 5;

/** Pairs of boots that took turns, `value` of the head; and pairs that were made afterwards to confirm what the first ones showed. */
export interface PairedEvidence {
  pairs: readonly ValuePair[];
  /** Missing where none were made. */
  fresh?: readonly ValuePair[] | undefined;
  direction: Direction;
  margin: number;
}

/** What the pairs say, and whether fresh ones have to confirm it. */
export interface PairedDecision extends Decision {
  /** True for a regression that was seen once: boots made since then must show it too. */
  suspect: boolean;
}

/**
 * What is said of values that vary: logarithms of the ratios of paired boots, their mean between two bounds of 99 % each by
 * Student's t. Worse only where the whole bound lies beyond the margin, good only where it lies within; anything else is
 * inconclusive, and more boots can settle it. A regression is confirmed by fresh boots alone.
 */
export function decidePaired(evidence: PairedEvidence): PairedDecision {
  const first = decideOnce(evidence.pairs, evidence, 'the boots');
  const { fresh } = evidence;
  if (first.verdict !== 'regression') return { ...first, suspect: false };
  if (fresh === undefined || fresh.length === 0) return { ...first, suspect: true };
  const second = decideOnce(fresh, evidence, 'fresh boots');
  const rules = [...first.rules, ...second.rules];
  if (second.verdict === 'regression') return { ...second, rules, suspect: false };
  const reason = `${first.reason} Fresh boots do not confirm it: ${second.reason}`;
  return { ...second, verdict: 'inconclusive', code: 'NOT_CONFIRMED', reason, rules, suspect: false };
}

function decideOnce(
  pairs: readonly ValuePair[],
  { direction, margin }: Pick<PairedEvidence, 'direction' | 'margin'>,
  whose: string,
): Decision {
  const enough: RuleOutcome = {
    rule: `at least ${FEWEST_PAIRS} pairs of boots that took turns`,
    outcome: `${pairs.length} pairs`,
    held: pairs.length >= FEWEST_PAIRS,
  };
  if (!enough.held) {
    const reason = `${pairs.length} pairs of boots took turns, ${FEWEST_PAIRS} are needed.`;
    return { verdict: 'inconclusive', code: 'TOO_FEW_BOOTS', reason, rules: [enough] };
  }
  if (pairs.some(({ value, baseline }) => !(value > 0) || !(baseline > 0))) {
    const reason = 'A value is not above zero, and there is no ratio to it.';
    return { verdict: 'could not measure', code: 'NOT_POSITIVE', reason, rules: [enough] };
  }
  const sign = direction === 'lower' ? 1 : -1;
  const worse = pairs.map(({ value, baseline }) => sign * Math.log(value / baseline));
  const bounds = meanBounds(worse, CONFIDENCE);
  if (bounds === undefined) throw new Error('enough pairs have bounds');
  return { ...decided(bounds, sign, margin, whose, enough) };
}

function decided(
  bounds: MeanBounds,
  sign: 1 | -1,
  margin: number,
  whose: string,
  enough: RuleOutcome,
): Decision {
  const limit = Math.log(1 + margin);
  const { n, low, high, mean, deviation } = bounds;
  const ends = [Math.exp(sign * low), Math.exp(sign * high)];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const between = `${factor(least)} to ${factor(most)} of the base, 99 % sure of each end`;
  const rules: RuleOutcome[] = [
    enough,
    {
      rule: `${whose}: the whole interval is beyond ${percent(margin)} worse`,
      outcome: between,
      held: low > limit,
    },
    {
      rule: `${whose}: the whole interval is within ${percent(margin)} worse`,
      outcome: between,
      held: high < limit,
    },
  ];
  const verdict =
    low > limit ? 'regression' : high < -limit ? 'improvement' : high < limit ? 'pass' : 'inconclusive';
  return {
    ...{ verdict, ratio: Math.exp(sign * mean), low: least, high: most, rules },
    ...(verdict === 'inconclusive' ? { code: 'TOO_UNCERTAIN' } : {}),
    reason: `${n} pairs of boots: ${between}.`,
    seen: Math.exp(smallestSeen(deviation, n, CONFIDENCE, limit)),
  };
}

function factor(value: number): string {
  return `${value.toFixed(4)}×`;
}
