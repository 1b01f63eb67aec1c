// SPDX-License-Identifier: Apache-2.0
import type { Check } from '../../claim/types.js';
import type { CheckResult, ClaimResult, ClaimsDocument, OwnNumber } from '../../claim/result.js';
import type { Verdict } from '../../claim/verdict.js';
import { grouped, ratioText } from '../format/number.js';
import { scaleOf, withUnit } from '../format/scale.js';

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

/** A number in the form of its check: `0.27×` for a ratio, `+19` for a difference. */
export function numberText(of: Check['pair']['of'], value: number): string {
  if (of === 'ratio') return ratioText(value);
  return `${value < 0 ? '\u2212' : '+'}${grouped(String(Math.abs(value)))}`;
}

/** The published number with its side: `at most 0.27×`. */
export function publishedText({ pair, published }: Check): string {
  return `${published.comparison} ${numberText(pair.of, published.value)}`;
}

/** Our number, or `none`. */
export function oursText({ pair, ours }: CheckResult): string {
  return ours === undefined ? 'none' : numberText(pair.of, ours.value);
}

/** Ends of our interval; empty when there is no spread to show. */
export function endsText({ pair, ours }: CheckResult): string {
  if (ours === undefined || ours.low === ours.high) return '';
  if (pair.of === 'ratio') return `${ours.low.toFixed(3)}× to ${ours.high.toFixed(3)}×`;
  return `${numberText(pair.of, ours.low)} to ${numberText(pair.of, ours.high)}`;
}

/** Both values behind our number: `3.19 MB against 16.1 MB`. */
export function valuesText({ system, baseline, unit }: OwnNumber): string {
  const scale = scaleOf(unit, [system, baseline]);
  return `${withUnit(system, scale)} against ${withUnit(baseline, scale)}`;
}

/** Which systems are compared: `lupine-redis against microvm`. */
export function namesText({ names }: CheckResult): string {
  return `${names.system} against ${names.baseline}`;
}

/** What differs from the paper, where the verdict is not that it holds; empty otherwise. */
export function whyText({ verdict, because, reasons, checks }: ClaimResult): string {
  const obstacles = checks.flatMap(({ what, obstacle }) =>
    obstacle === undefined ? [] : [`${what}: ${obstacle.code}: ${obstacle.message}`],
  );
  const differs = verdict === 'holds' || reasons.length === 0 ? '' : `What differs: ${reasons.join('; ')}.`;
  return [because, ...new Set(obstacles), differs].filter((part) => part !== '').join(' ');
}

/** Parts of a claim that nothing here can measure yet and that do not decide it; one sentence each. */
export function missingText({ missing }: ClaimResult): string[] {
  return missing
    .filter(({ decisive }) => !decisive)
    .map(({ what, needs }) => `Not measured yet: ${what}; it needs ${needs}.`);
}
