// SPDX-License-Identifier: Apache-2.0
import type { BisectDocument } from '../../bisect/document.js';
import type { Finding } from '../../bisect/types.js';
import { forReport } from '../format/for-report.js';
import type { TerminalOptions } from '../terminal.js';
import { terminalText, usableWidth } from '../terminal/lines.js';
import { type Style, styles } from '../terminal/style.js';
import { fold } from '../terminal/width.js';
import { endsWords, findingWords, restWords, suspects, verdictWords } from './words.js';

/** Suspects of one finding that are listed. */
const MOST_LISTED = 10;

/** What moved a metric, for a terminal: no line is wider. */
export function renderTerminalBisect(result: BisectDocument, options: TerminalOptions): string {
  const document = forReport(result);
  const width = usableWidth(options.width);
  const style = styles(options.color);
  return terminalText([
    ...partLines(document, width, style),
    ...(document.within ?? []).flatMap((inner) => ['', ...partLines(inner, width, style)]),
  ]);
}

function partLines(document: BisectDocument, width: number, style: Style): string[] {
  const rest = restWords(document);
  return [
    ...fold(verdictWords(document), width).map(style.strong),
    ...fold(endsWords(document), width - 2, '').map((line) => `  ${style.faint(line)}`),
    ...document.findings.flatMap((finding) => findingLines(document, finding, width, style)),
    ...(rest === '' ? [] : fold(rest, width - 2, '').map((line) => `  ${style.faint(line)}`)),
  ];
}

function findingLines(document: BisectDocument, finding: Finding, width: number, style: Style): string[] {
  const listed = finding.kind === 'skipped' ? suspects(document, finding) : [];
  const more = listed.length - MOST_LISTED;
  const lines = [...listed.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    ...fold(findingWords(document, finding), width - 2, '  ').map((line) => `  ${line}`),
    ...lines.flatMap((line) => fold(line, width - 6, '  ').map((part) => `      ${style.faint(part)}`)),
  ];
}
