// SPDX-License-Identifier: Apache-2.0
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../claim/result.js';
import type { Verdict } from '../../claim/verdict.js';
import type { Style } from '../terminal/style.js';
import { clip, columns, fold, left, right } from '../terminal/width.js';
import { barText } from './bar.js';
import { MARKS, oursText, publishedBound, publishedText } from './words.js';

const GAP = '  ';
const LONGEST_BAR = 30;
const LEAST_BAR = 10;

/** A claim in the overview. */
interface Entry {
  claim: ClaimResult;
  check: CheckResult | undefined;
  published: string;
  /** Our number; empty where there is none, and the verdict then stands in its place. */
  ours: string;
}

/** Widths of the columns; no bar when `bar` is 0, and no published numbers when `published` is 0. */
interface Columns {
  id: number;
  published: number;
  ours: number;
  bar: number;
}

/**
 * Each claim with the number that decides it, beside the published one, in the widest form that fits: the published number
 * in words, with a sign or not at all (it stands once more below), and then two lines for each claim.
 */
export function overviewLines({ claims }: ClaimsDocument, width: number, style: Style): string[] {
  const forms = [publishedText, publishedBound, () => ''].map((published) => {
    const entries = claims.map((claim) => entryOf(claim, published));
    return { entries, grid: gridOf(entries, width) };
  });
  const { entries, grid } = forms.find((form) => form.grid !== undefined) ?? { entries: [], grid: undefined };
  if (grid === undefined) return (forms[0]?.entries ?? []).flatMap((entry) => stacked(entry, width, style));
  const head = cellsText({ id: 'claim', published: 'published', ours: 'here' }, grid);
  const gap = grid.bar === 0 ? GAP : GAP + ' '.repeat(grid.bar) + GAP;
  return [
    style.faint(`  ${head}${gap}verdict`),
    ...entries.map((entry) => entryLine(entry, grid, style)),
    ...(grid.bar === 0
      ? []
      : ['', style.faint('  Bars: the number here; ┊ is the published one. Of several numbers the worst.')]),
  ];
}

function entryOf(claim: ClaimResult, published: (check: CheckResult) => string): Entry {
  const check = decidingCheck(claim);
  return {
    ...{ claim, check },
    published: check === undefined ? '' : published(check),
    ours: check?.ours === undefined ? '' : oursText(check),
  };
}

/** Columns that fit, without one for published numbers where there are none; `undefined` when they do not fit. */
function gridOf(entries: readonly Entry[], width: number): Columns | undefined {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(columns));
  const measured = entries.filter(({ ours }) => ours !== '');
  const id = widest(['claim', ...entries.map(({ claim }) => claim.id)]);
  const ours = widest(['here', ...measured.map((entry) => entry.ours)]);
  const verdict = widest(['verdict', ...measured.map(({ claim }) => claim.verdict)]);
  const open = widest(entries.filter((entry) => entry.ours === '').map(({ claim }) => claim.verdict));
  const least = 2 + id + GAP.length + Math.max(ours + GAP.length + verdict, open);
  const given = widest(entries.map((entry) => entry.published));
  const published = given === 0 ? 0 : Math.max(columns('published'), given);
  const whole = least + (published === 0 ? 0 : published + GAP.length);
  if (whole > width) return undefined;
  const bar = published === 0 ? 0 : Math.min(LONGEST_BAR, width - whole - GAP.length);
  return { id, published, ours, bar: bar < LEAST_BAR ? 0 : bar };
}

function cellsText(cell: { id: string; published: string; ours: string }, grid: Columns): string {
  const published = grid.published === 0 ? [] : [right(cell.published, grid.published)];
  return [left(cell.id, grid.id), ...published, right(cell.ours, grid.ours)].join(GAP);
}

function entryLine({ claim, check, published, ours }: Entry, grid: Columns, style: Style): string {
  const { id, verdict } = claim;
  const paint = painter(verdict, style);
  const mark = paint(MARKS[verdict]);
  if (ours === '') {
    const start = cellsText({ id, published, ours }, { ...grid, ours: 0 });
    return `${mark} ${start}${paint(verdict)}`;
  }
  const drawn = grid.bar === 0 || check === undefined ? '' : left(barText(check, grid.bar), grid.bar) + GAP;
  return `${mark} ${cellsText({ id, published, ours }, grid)}${GAP}${style.bar(drawn, 'subject')}${paint(verdict)}`;
}

function stacked({ claim, ours }: Entry, width: number, style: Style): string[] {
  const { id, verdict } = claim;
  const paint = painter(verdict, style);
  const words = fold([ours, verdict].filter((text) => text !== '').join(', '), width - 4);
  return [`${paint(MARKS[verdict])} ${clip(id, width - 2)}`, ...words.map((line) => `    ${paint(line)}`)];
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

/** How a verdict is written: what does not hold, or cannot be known here, stands out; what is still to be measured does not. */
export function painter(verdict: Verdict, style: Style): (text: string) => string {
  if (verdict === 'holds') return style.strong;
  if (verdict === 'not measured yet') return style.faint;
  return verdict === 'holds weaker' ? (text) => text : style.problem;
}
