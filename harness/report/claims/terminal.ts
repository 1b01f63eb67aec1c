// SPDX-License-Identifier: Apache-2.0
import type { ClaimResult, ClaimsDocument } from '../../claim/result.js';
import { clockMeaning } from '../format/clock.js';
import { forReport } from '../format/for-report.js';
import type { TerminalOptions } from '../terminal.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { clip, columns, fold } from '../terminal/width.js';
import { checkLines } from './check-lines.js';
import { compatibilityLines } from './compatibility.js';
import { overviewLines, painter } from './overview.js';
import { MARKS, emulatedText, missingText, openText, tally, usualInterval } from './words.js';

/** The claims for a terminal, first all in a table and then one by one: no line is wider, nothing is left out. */
export function renderTerminalClaims(claims: ClaimsDocument, options: TerminalOptions): string {
  const document = forReport(claims);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  const interval = usualInterval(document);
  const lines = [
    style.strong('A Linux in Unikernel Clothing'),
    ...fold(tally(document), width),
    ...fold(clockMeaning({ clock: document.clock }), width).map(style.faint),
    ...(interval === '' ? [] : fold(`Numbers without another remark: ${interval}.`, width).map(style.faint)),
    ...emulatedText(document).flatMap((text) => fold(text, width).map(style.problem)),
    ...(document.complete ? [] : [style.problem('This run is not complete: planned boots are missing.')]),
    '',
    ...overviewLines(document, width, style),
    ...document.claims.flatMap((claim) => ['', ...claimLines(claim, interval, width, style)]),
    ...compatibilityLines(document, width, style),
    ...legend(document, width).map(style.faint),
  ];
  return terminalText(lines);
}

function claimLines(claim: ClaimResult, interval: string, width: number, style: Style): string[] {
  const { id, verdict, statement, checks, reasons, note = '' } = claim;
  const paint = painter(verdict, style);
  const faint = (text: string): string[] => fold(text, width - 2).map((line) => `  ${style.faint(line)}`);
  const differs = reasons.map((reason) => reason.id).join(', ');
  return [
    ...(columns(`  ${id}  ${verdict}`) <= width
      ? [`${paint(MARKS[verdict])} ${style.strong(id)}  ${paint(verdict)}`]
      : [`${paint(MARKS[verdict])} ${style.strong(clip(id, width - 2))}`, `  ${paint(verdict)}`]),
    ...fold(statement, width - 2).map((line) => `  ${line}`),
    ...faint(`Published: ${claim.published} (${claim.sources.join(', ')}).`),
    ...checkLines(checks, interval, width, style),
    ...[note, ...openText(claim), ...missingText(claim)].filter(Boolean).flatMap(faint),
    ...(differs === '' ? [] : faint(`Differs from the paper in: ${differs}.`)),
  ];
}

function legend({ claims, sources }: ClaimsDocument, width: number): string[] {
  const reasons = claims.flatMap((claim) => claim.reasons.map(({ id, text }) => `${id}: ${text}.`));
  const used = new Set(claims.flatMap((claim) => claim.sources));
  const named = sources
    .filter(({ id }) => used.has(id))
    .map(({ id, title, clock }) => `${id}: ${title}; ${clock}.`);
  return ['', ...[...new Set(reasons), ...named].flatMap((line) => fold(line, width, '  '))];
}
