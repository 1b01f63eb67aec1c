// SPDX-License-Identifier: Apache-2.0
import { stripVTControlCharacters } from 'node:util';
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../claim/result.js';
import { clockMeaning } from '../format/clock.js';
import { printable } from '../format/printable.js';
import type { TerminalOptions } from '../terminal.js';
import { type Style, styles } from '../terminal/style.js';
import { columns, fold, left, right } from '../terminal/width.js';
import { overviewLines, painter } from './overview.js';
import {
  MARKS,
  endsText,
  missingText,
  namesText,
  openText,
  oursText,
  publishedText,
  tally,
  usualInterval,
  valuesText,
} from './words.js';

const GAP = '  ';

/** The claims for a terminal, first all in a table and then one by one: no line is wider, nothing is left out. */
export function renderTerminalClaims(claims: ClaimsDocument, options: TerminalOptions): string {
  const document = printable(claims);
  const width = Math.max(60, Math.floor(options.width));
  const style = styles(options.color);
  const interval = usualInterval(document);
  const lines = [
    style.strong('A Linux in Unikernel Clothing'),
    ...fold(tally(document), width),
    ...fold(clockMeaning(document.clock), width).map(style.faint),
    ...(interval === '' ? [] : fold(`Numbers without another remark: ${interval}.`, width).map(style.faint)),
    ...(document.complete ? [] : [style.problem('This run is not complete: planned boots are missing.')]),
    '',
    ...overviewLines(document, width, style),
    ...document.claims.flatMap((claim) => ['', ...claimLines(claim, interval, width, style)]),
    ...legend(document, width).map(style.faint),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function claimLines(claim: ClaimResult, interval: string, width: number, style: Style): string[] {
  const { id, verdict, statement, checks, reasons, note = '' } = claim;
  const paint = painter(verdict, style);
  const faint = (text: string): string[] => fold(text, width - 2).map((line) => `  ${style.faint(line)}`);
  const widest = (of: (check: CheckResult) => string): number =>
    Math.max(0, ...checks.map((check) => columns(of(check))));
  const grid = { what: widest(({ what }) => what), published: widest(publishedText), ours: widest(oursText) };
  const differs = reasons.map((reason) => reason.id).join(', ');
  return [
    `${paint(MARKS[verdict])} ${style.strong(id)}${GAP}${paint(verdict)}`,
    ...fold(statement, width - 2).map((line) => `  ${line}`),
    ...faint(`Published: ${claim.published} (${claim.sources.join(', ')}).`),
    ...checks.flatMap((check) => checkLines(check, interval, { width, grid }, style)),
    ...[note, ...openText(claim), ...missingText(claim)].filter(Boolean).flatMap(faint),
    ...(differs === '' ? [] : faint(`Differs from the paper in: ${differs}.`)),
  ];
}

/** Columns of the checks of one claim. */
interface Columns {
  width: number;
  grid: { what: number; published: number; ours: number };
}

function checkLines(check: CheckResult, interval: string, { width, grid }: Columns, style: Style): string[] {
  const { ours, obstacle, verdict } = check;
  const mark = painter(verdict, style)(MARKS[verdict]);
  const numbers = [
    right(publishedText(check), grid.published),
    `here ${right(oursText(check), grid.ours)}`,
    `n=${ours?.n ?? 0}`,
    ...(ours === undefined ? [style.problem(obstacle?.code ?? '')] : []),
  ].join(GAP);
  const what = left(check.what, grid.what);
  const joined = columns(`    ${what}${GAP}${stripVTControlCharacters(numbers)}`) <= width;
  const head = joined ? [`  ${mark} ${what}${GAP}${numbers}`] : [`  ${mark} ${check.what}`, `    ${numbers}`];
  if (ours === undefined) return head;
  const remark = ours.interval === interval ? '' : ours.interval;
  const behind = [`${namesText(check)}: ${valuesText(ours)}`, endsText(check), remark];
  const detail = fold(behind.filter((part) => part !== '').join(', '), width - 4);
  return [...head, ...detail.map((line) => `    ${style.faint(line)}`)];
}

function legend({ claims, sources }: ClaimsDocument, width: number): string[] {
  const reasons = claims.flatMap((claim) => claim.reasons.map(({ id, text }) => `${id}: ${text}.`));
  const used = new Set(claims.flatMap((claim) => claim.sources));
  const named = sources
    .filter(({ id }) => used.has(id))
    .map(({ id, title, clock }) => `${id}: ${title}; ${clock}.`);
  return ['', ...[...new Set(reasons), ...named].flatMap((line) => fold(line, width, '  '))];
}
