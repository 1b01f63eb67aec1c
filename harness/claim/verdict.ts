// SPDX-License-Identifier: Apache-2.0
import type { ComparedPair, PublishedNumber } from './types.js';

/** What is concluded of a check or a claim. */
export type Verdict =
  'holds' | 'holds weaker' | 'does not hold' | 'cannot be measured here' | 'not measured yet';

/** Our number with its interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/**
 * What our number says of a published one. Only the ends of our interval decide, never its middle.
 *
 * - `holds`: the whole interval is at least as good as the published number, or worse by no more than its tolerance.
 * - `holds weaker`: the published number states an effect, and the whole interval lies on the same side of "no effect"
 *   (a ratio of 1, a difference of 0), but the effect is not of that size.
 * - `does not hold`: everything else. A published number that states a limit ("at most 4 % slower") is on the other side
 *   of "no effect" than what it rules out, so it cannot hold more weakly: it holds or it does not.
 */
export function verdictOf(
  ours: Interval,
  { comparison, value, tolerance }: PublishedNumber,
  of: ComparedPair['of'],
): Verdict {
  const none = of === 'ratio' ? 1 : 0;
  const slack = Math.abs(value) * tolerance;
  if (comparison === 'at most') {
    if (ours.high <= value + slack) return 'holds';
    return value < none && ours.high < none ? 'holds weaker' : 'does not hold';
  }
  if (ours.low >= value - slack) return 'holds';
  return value > none && ours.low > none ? 'holds weaker' : 'does not hold';
}

/** From the worst for a claim to the best: what is not known comes before what is. */
const ORDER: readonly Verdict[] = [
  'cannot be measured here',
  'not measured yet',
  'does not hold',
  'holds weaker',
  'holds',
];

/** The worst of several verdicts, which is that of the whole: a part without a number leaves it without one. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'not measured yet';
}
