// SPDX-License-Identifier: Apache-2.0
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../claim/result.js';
import type { Verdict } from '../../claim/verdict.js';
import type { Style } from '../terminal/style.js';
import { columns, left, right } from '../terminal/width.js';
import { barText } from './bar.js';
import { MARKS, oursText, publishedText } from './words.js';

const GAP = '  ';
const LONGEST_BAR = 30;

/** One line for each claim: the number that decides it, beside the published one. */
export function overviewLines({ claims }: ClaimsDocument, width: number, style: Style): string[] {
  const rows = claims.map((claim) => ({ claim, check: decidingCheck(claim) }));
  const cells = rows.map(({ claim, check }) => ({
    id: claim.id,
    published: check === undefined ? '' : publishedText(check),
    ours: check?.ours === undefined ? '' : oursText(check),
    verdict: claim.verdict,
  }));
  const heads = { id: 'claim', published: 'published', ours: 'here', verdict: 'verdict' };
  const widest = (of: keyof typeof heads): number =>
    Math.max(...[heads, ...cells].map((cell) => columns(cell[of])));
  const least = 2 + widest('id') + widest('ours') + widest('verdict') + 2 * GAP.length;
  const withPublished = least + widest('published') + GAP.length;
  // Each claim has its published number once more below; a narrow table does without.
  const shown = withPublished <= width;
  const used = shown ? withPublished : least;
  const bar = shown ? Math.min(LONGEST_BAR, width - used - GAP.length) : 0;
  const line = (cell: typeof heads, drawn: string, verdict: string): string =>
    [
      left(cell.id, widest('id')),
      ...(shown ? [right(cell.published, widest('published'))] : []),
      right(cell.ours, widest('ours')),
      ...(bar < 10 ? [] : [drawn]),
      verdict,
    ].join(GAP);
  return [
    style.faint(`  ${line(heads, ' '.repeat(Math.max(0, bar)), heads.verdict)}`),
    ...rows.map(({ claim, check }, index) => {
      const cell = cells[index] ?? heads;
      const paint = painter(claim.verdict, style);
      const drawn = bar < 10 ? '' : left(check === undefined ? '' : barText(check, bar), bar);
      return `${paint(MARKS[claim.verdict])} ${line(cell, style.bar(drawn, 'subject'), paint(claim.verdict))}`;
    }),
    ...(bar < 10
      ? []
      : ['', style.faint('  Bars: the number here; ┊ is the published one. Of several numbers the worst.')]),
  ];
}

/** The check that decides: of those with the claim's verdict, the one that is furthest from what was published. */
function decidingCheck({ checks, verdict }: ClaimResult): CheckResult | undefined {
  const deciding = checks.filter((check) => check.verdict === verdict);
  return [...deciding].sort((a, b) => shortfall(b) - shortfall(a))[0] ?? checks[0];
}

/** How far our number is on the wrong side of the published one: more is worse, below 1 is better than published. */
function shortfall({ ours, published }: CheckResult): number {
  if (ours === undefined) return Number.POSITIVE_INFINITY;
  return published.comparison === 'at most' ? ours.high / published.value : published.value / ours.low;
}

/** How a verdict is written: what does not hold, or has no number, stands out. */
export function painter(verdict: Verdict, style: Style): (text: string) => string {
  if (verdict === 'holds') return style.strong;
  return verdict === 'holds weaker' ? (text) => text : style.problem;
}
