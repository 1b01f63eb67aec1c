// SPDX-License-Identifier: Apache-2.0
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../claim/result.js';
import type { Verdict } from '../../claim/verdict.js';
import { clockMeaning } from '../format/clock.js';
import { printable } from '../format/printable.js';
import type { TerminalOptions } from '../terminal.js';
import { type Style, styles } from '../terminal/style.js';
import { columns, fold, left, right } from '../terminal/width.js';
import { barText } from './bar.js';
import {
  MARKS,
  endsText,
  missingText,
  oursText,
  publishedText,
  tally,
  valuesText,
  openText,
} from './words.js';

const GAP = '  ';
const INDENT = '    ';

/** The claims as a table for a terminal: no line is wider than it, nothing is left out. */
export function renderTerminalClaims(claims: ClaimsDocument, options: TerminalOptions): string {
  const document = printable(claims);
  const width = Math.max(60, Math.floor(options.width));
  const style = styles(options.color);
  const grid = gridOf(document, width);
  const lines = [
    ...fold(tally(document), width).map(style.strong),
    ...fold(clockMeaning(document.clock), width).map(style.faint),
    ...(document.complete ? [] : [style.problem('This run is not complete: planned boots are missing.')]),
    ...document.claims.flatMap((claim) => ['', ...claimLines(claim, grid, width, style)]),
    ...legend(document, grid, width).map(style.faint),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Widths of the columns that all checks share. */
interface Grid {
  what: number;
  published: number;
  ours: number;
  n: number;
  /** Zero when there is no room for bars. */
  bar: number;
}

function gridOf({ claims }: ClaimsDocument, width: number): Grid {
  const checks = claims.flatMap((claim) => claim.checks);
  const widest = (of: (check: CheckResult) => string): number =>
    Math.max(0, ...checks.map((check) => columns(of(check))));
  const published = widest(publishedText);
  const ours = widest((check) => `here ${oursText(check)}`);
  const n = widest((check) => `n=${check.ours?.n ?? 0}`);
  const verdict = 2 + widest((check) => check.verdict);
  const room = width - INDENT.length - published - ours - n - verdict - 4 * GAP.length;
  const what = Math.max(
    8,
    Math.min(
      room,
      widest(({ what: text }) => text),
    ),
  );
  const bar = Math.min(24, room - what - GAP.length);
  return { what, published, ours, n, bar: bar < 10 ? 0 : bar };
}

function claimLines(claim: ClaimResult, grid: Grid, width: number, style: Style): string[] {
  const { id, verdict, statement } = claim;
  const paint = painter(verdict, style);
  const differs = claim.reasons.map((reason) => reason.id).join(', ');
  const why = [
    ...openText(claim),
    ...missingText(claim),
    ...(differs === '' ? [] : [`Differs from the paper in: ${differs}.`]),
  ];
  return [
    `${paint(MARKS[verdict])} ${style.strong(id)}${GAP}${paint(verdict)}`,
    ...fold(statement, width - 2).map((line) => `  ${line}`),
    ...fold(`Published: ${claim.published} (${claim.sources.join(', ')}).`, width - 2).map(
      (line) => `  ${style.faint(line)}`,
    ),
    ...claim.checks.flatMap((check) => checkLines(check, grid, width, style)),
    ...why.flatMap((text) => fold(text, width - 2)).map((line) => `  ${style.faint(line)}`),
  ];
}

function checkLines(check: CheckResult, grid: Grid, width: number, style: Style): string[] {
  const paint = painter(check.verdict, style);
  const cells = [
    left(check.what, grid.what),
    right(publishedText(check), grid.published),
    right(`here ${oursText(check)}`, grid.ours),
    right(`n=${check.ours?.n ?? 0}`, grid.n),
  ].join(GAP);
  const bar = grid.bar === 0 ? '' : `${GAP}${style.bar(left(barText(check, grid.bar), grid.bar), 'lupine')}`;
  const verdict = `${GAP}${paint(`${MARKS[check.verdict]} ${check.verdict}`)}`;
  if (check.ours === undefined) return [`${INDENT}${cells}${bar}${verdict}`];
  const { names, ours } = check;
  const behind = [
    `${names.system} against ${names.baseline}: ${valuesText(ours)}`,
    endsText(check),
    ours.interval,
  ];
  const detail = fold(behind.filter(Boolean).join(', '), width - 6);
  return [`${INDENT}${cells}${bar}${verdict}`, ...detail.map((line) => `      ${style.faint(line)}`)];
}

function painter(verdict: Verdict, style: Style): (text: string) => string {
  if (verdict === 'holds') return style.strong;
  return verdict === 'holds weaker' ? (text) => text : style.problem;
}

function legend({ claims, sources }: ClaimsDocument, grid: Grid, width: number): string[] {
  const drawn = grid.bar === 0 ? [] : ['Bars: what is measured here; ┊ is the published number.'];
  const reasons = claims.flatMap((claim) => claim.reasons.map(({ id, text }) => `${id}: ${text}.`));
  const used = new Set(claims.flatMap((claim) => claim.sources));
  const named = sources
    .filter(({ id }) => used.has(id))
    .map(({ id, title, clock }) => `${id}: ${title}; ${clock}.`);
  return ['', ...[...drawn, ...new Set(reasons), ...named].flatMap((line) => fold(line, width, '  '))];
}
