// SPDX-License-Identifier: Apache-2.0
import {
  type MeanBounds,
  type TrimmedBounds,
  type ValuePair,
  meanBounds,
  smallestSeen,
  trimmedBounds,
} from '../statistics/index.js';
import type { Direction } from '../metric/types.js';
import { percent } from './exact.js';
import type { Decision, RuleOutcome } from './types.js';

/** Each bound is wrong once in a hundred. */
export const CONFIDENCE = 0.99;

/**
 * The same for fresh boots of a suspect: they are made only after the first bound has spoken, so that both errors multiply, and a
 * stricter second look would only lose what is there.
 */
const CONFIRMATION = 0.95;

/** Pairs without which nothing is said: below, Student's t is so wide that only a disaster would show. */
export const FEWEST_PAIRS = 5;

/** Pairs of boots that took turns, `value` of the head; and pairs that were made afterwards to confirm what the first ones showed. */
export interface PairedEvidence {
  pairs: readonly ValuePair[];
  /** Missing where none were made. */
  fresh?: readonly ValuePair[] | undefined;
  direction: Direction;
  margin: number;
  /** How sure each bound is; 99 % unless they are looked at more than once. */
  confidence?: number | undefined;
}

/** What the pairs say, and whether fresh ones have to confirm it. */
export interface PairedDecision extends Decision {
  /** True for a regression that was seen once: boots made since then must show it too. */
  suspect: boolean;
}

/**
 * What is said of values that vary: logarithms of the ratios of paired boots, their mean between two bounds of 99 % each by
 * Student's t. Worse only where the whole bound lies beyond the margin, good only where it lies within; anything else is
 * inconclusive, and more boots can settle it. What raises an alarm is the mean without the outermost tenths, so that one wild boot
 * neither raises one nor hides one; what clears is the mean of all, so that nothing is cleared by looking away. A regression is
 * confirmed by fresh boots alone.
 */
export function decidePaired(evidence: PairedEvidence): PairedDecision {
  const first = decideOnce(evidence.pairs, evidence, 'the boots', evidence.confidence);
  const { fresh } = evidence;
  if (first.verdict !== 'regression') return { ...first, suspect: false };
  if (fresh === undefined || fresh.length === 0) return { ...first, suspect: true };
  const second = decideOnce(fresh, evidence, 'fresh boots', CONFIRMATION);
  const rules = [...first.rules, ...second.rules];
  if (second.verdict === 'regression') return { ...second, rules, suspect: false };
  const reason = `${first.reason} Fresh boots do not confirm it: ${second.reason}`;
  return { ...second, verdict: 'inconclusive', code: 'NOT_CONFIRMED', reason, rules, suspect: false };
}

function decideOnce(
  pairs: readonly ValuePair[],
  { direction, margin, confidence: strict = CONFIDENCE }: Omit<PairedEvidence, 'pairs' | 'fresh'>,
  whose: string,
  confidence = strict,
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
  const [alarm, all] = [trimmedBounds(worse, confidence), meanBounds(worse, strict)];
  if (alarm === undefined || all === undefined) throw new Error('enough pairs have bounds');
  return decided({ alarm, all, sure: percent(confidence), strict }, sign, margin, whose, enough);
}

/** Bounds of the cost of pairs: without the outermost tenths, and of all. */
interface Bounds {
  alarm: TrimmedBounds;
  all: MeanBounds;
  /** Confidence of the alarm, in words. */
  sure: string;
  /** Confidence of the other. */
  strict: number;
}

function decided(
  { alarm, all, sure, strict }: Bounds,
  sign: 1 | -1,
  margin: number,
  whose: string,
  enough: RuleOutcome,
): Decision {
  const limit = Math.log(1 + margin);
  const [beyond, within] = [alarm.low > limit, all.high < limit];
  const [ends, allEnds] = [endsOf(alarm, sign), endsOf(all, sign)];
  const between = `${words(ends)} of the base, ${sure} sure of each end`;
  const rules: RuleOutcome[] = [
    enough,
    {
      rule: `${whose}: the whole interval, without the outermost tenths, is beyond ${percent(margin)} worse`,
      outcome: between,
      held: beyond,
    },
    {
      rule: `${whose}: the whole interval is within ${percent(margin)} worse`,
      outcome: `${words(allEnds)} of the base, ${percent(strict)} sure of each end`,
      held: within,
    },
  ];
  // Where the two contradict each other nothing is known.
  const verdict =
    beyond && !within
      ? 'regression'
      : beyond || !within
        ? 'inconclusive'
        : alarm.high < -limit
          ? 'improvement'
          : 'pass';
  return {
    ...{ verdict, ratio: Math.exp(sign * alarm.mean), low: ends.low, high: ends.high, rules },
    ...(verdict === 'inconclusive' ? { code: 'TOO_UNCERTAIN' } : {}),
    reason: `${alarm.n} pairs of boots: ${between}.`,
    seen: Math.exp(smallestSeen(alarm.deviation, alarm.n, strict, limit, alarm.freedom)),
  };
}

/** Bounds of a cost as those of the ratio. */
function endsOf({ low, high }: MeanBounds, sign: 1 | -1): { low: number; high: number } {
  const ends = [Math.exp(sign * low), Math.exp(sign * high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

function words({ low, high }: { low: number; high: number }): string {
  return `${factor(low)} to ${factor(high)}`;
}

function factor(value: number): string {
  return `${value.toFixed(4)}×`;
}
