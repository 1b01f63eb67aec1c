// SPDX-License-Identifier: Apache-2.0
import type { Check } from '../../claim/types.js';
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../claim/result.js';
import { type MeasuredComparison as OwnNumber, differenceWords } from '../../comparison/index.js';
import type { Verdict } from '../../claim/verdict.js';
import { grouped } from '../../core/grouped.js';
import { ratioWords } from '../format/comparison.js';
import { scaleOf, withUnit } from '../format/scale.js';
import { isAbsent } from '../model/problem.js';

/** Order in which verdicts are counted and shown. */
export const VERDICTS: readonly Verdict[] = [
  'holds',
  'holds weaker',
  'does not hold',
  'not measured yet',
  'cannot be measured here',
];

/** One character for a verdict; the words stand beside it. */
export const MARKS: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  'holds weaker': '~',
  'does not hold': '✗',
  'not measured yet': '…',
  'cannot be measured here': '–',
};

/** `12 claims: 7 hold, 1 holds more weakly, ...`: the headline of every form. */
export function tally({ claims }: ClaimsDocument): string {
  const counts = VERDICTS.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${plural(verdict, count)}`];
  });
  return `${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}: ${counts.join(', ')}`;
}

function plural(verdict: Verdict, count: number): string {
  if (count === 1) return verdict;
  return verdict.replace('holds', 'hold').replace('does not', 'do not');
}

/** The published number with its side: `at most 0.27×`, as it was published. */
export function publishedText({ pair, published: { comparison, value } }: Check): string {
  return `${comparison} ${pair.of === 'ratio' ? `${value}×` : signed(value)}`;
}

/** The same for a narrow table: `≤ 0.27×`. */
export function publishedBound(check: Check): string {
  const sign = check.published.comparison === 'at most' ? '≤' : '≥';
  return publishedText(check).replace(check.published.comparison, () => sign);
}

/**
 * Our number, in words and with a digit more than was published: `3.00× faster (0.333×)`; `none` when there is none.
 * No claim is about a time that should be long, so less time is faster.
 */
export function oursText({ pair, ours }: CheckResult): string {
  if (ours === undefined) return 'none';
  const { value, unit } = ours;
  return pair.of === 'ratio'
    ? ratioWords(value, { unit, direction: 'lower' }, `${value.toFixed(3)}×`)
    : signed(value);
}

function signed(value: number): string {
  return `${value < 0 ? '\u2212' : '+'}${grouped(String(Math.abs(value)))}`;
}

/** Ends of our interval; empty when there is no spread to show. */
export function endsText({ pair, ours }: CheckResult): string {
  if (ours === undefined || ours.low === ours.high) return '';
  if (pair.of === 'ratio') return `${ours.low.toFixed(3)}× to ${ours.high.toFixed(3)}×`;
  return `${signed(ours.low)} to ${signed(ours.high)}`;
}

/** Both values behind our number: `3.19 MB against 16.1 MB`. */
export function valuesText({ system, baseline, unit, differences = [] }: OwnNumber): string {
  const scale = scaleOf(unit, [system, baseline]);
  const unlike = differences.map((one) => `, ${differenceWords(one)}`).join('');
  return `${withUnit(system, scale)} against ${withUnit(baseline, scale)}${unlike}`;
}

/** Which systems are compared: `lupine-redis against microvm`. */
export function namesText({ names }: CheckResult): string {
  return `${names.system} against ${names.baseline}`;
}

/** Why a claim has no verdict by numbers, and which checks have none; each reason once. Empty when there is nothing. */
export function openText({ because, checks }: ClaimResult): string[] {
  const reasons = new Map<string, string[]>();
  for (const { what, obstacle } of checks) {
    if (obstacle === undefined) continue;
    const reason = isAbsent(obstacle) ? obstacle.message : `${obstacle.code}: ${obstacle.message}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), what]);
  }
  const lines = [...reasons].map(([reason, whats]) => `${whats.join(', ')}: ${reason}`);
  return because === '' ? lines : [because, ...lines];
}

/** What differs from the paper, in one sentence; empty when nothing is declared. */
export function differsText({ reasons }: ClaimResult): string {
  return reasons.length === 0
    ? ''
    : `What differs from the paper: ${reasons.map(({ text }) => text).join('; ')}.`;
}

/** Parts of a claim that nothing here can measure yet and that do not decide it; one sentence each. */
export function missingText({ missing }: ClaimResult): string[] {
  return missing
    .filter(({ decisive }) => !decisive)
    .map(({ what, needs }) => `Not measured yet: ${what}; it needs ${needs}.`);
}

/** What most intervals of the run are, in words; empty when nothing was measured. */
export function usualInterval({ claims }: ClaimsDocument): string {
  const counts = new Map<string, number>();
  for (const { ours } of claims.flatMap((claim) => claim.checks)) {
    if (ours !== undefined) counts.set(ours.interval, (counts.get(ours.interval) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Says that times of emulated hosts were judged; nothing where there are none. */
export function emulatedText({ emulated = [] }: Pick<ClaimsDocument, 'emulated'>): string[] {
  return emulated.map(
    (host) =>
      `Not a measurement: the processor of host ${host} is emulated, and its times mean nothing. They were judged because --allow-emulated was given.`,
  );
}
