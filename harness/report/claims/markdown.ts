// SPDX-License-Identifier: Apache-2.0
import type { Figure, FigurePanel } from '../../claim/figures.js';
import type { ClaimResult, ClaimsDocument } from '../../claim/result.js';
import { clockMeaning } from '../format/clock.js';
import { type MarkdownContent, code, list, markdownPage, marked, table } from '../markdown/markdown.js';
import { problemWords } from '../model/problem.js';
import { compatibilityMarkdown } from './compatibility.js';
import { explanation, figureRatio, figureValue, originText } from './figure-rows.js';
import {
  differsText,
  emulatedText,
  endsText,
  missingText,
  namesText,
  oursText,
  publishedText,
  tally,
  valuesText,
  openText,
} from './words.js';

/** `claims.md`: the table of the claims, then the figures with what others published. */
export function claimsMarkdown(document: ClaimsDocument, figures: readonly Figure[]): string {
  const { clock, host, complete, sources } = document;
  const blocks = [
    marked`# A Linux in Unikernel Clothing: the claims, measured again`,
    marked`**${tally(document)}**`,
    clockMeaning({ clock }),
    marked`Host: ${host}.`,
    ...emulatedText(document).map((text) => marked`**${text}**`),
    ...(complete ? [] : [marked`**This run is not complete: planned boots are missing.**`]),
    claimsTable(document),
    marked`## What stands behind each verdict`,
    ...document.claims.flatMap(claimBlocks),
    ...figures.flatMap((figure) => [marked`## ${figure.title}`, ...figure.panels.flatMap(panelBlocks)]),
    ...compatibilityMarkdown(document),
    marked`## Sources of the published figures`,
    list(sources.map(({ id, title, host: where, clock: by }) => `${id}: ${title}; ${by}, ${where}`)),
    marked`Page with charts: [report/claims.html](report/claims.html)`,
  ];
  return markdownPage(blocks);
}

function claimsTable({ claims, clock }: ClaimsDocument): MarkdownContent {
  const heads = ['Claim', 'What', 'Published:', 'Here:', 'Interval', 'n:', 'Clock', 'Verdict'];
  const rows = claims.flatMap((claim) => {
    const first = [
      code(claim.id),
      claim.statement,
      claim.published,
      '',
      '',
      '',
      '',
      marked`**${claim.verdict}**`,
    ];
    const checks = claim.checks.map((check) => [
      '',
      check.what,
      `${publishedText(check)} (${check.published.source})`,
      check.obstacle === undefined ? oursText(check) : problemWords(check.obstacle),
      [endsText(check), check.ours?.interval ?? ''].filter(Boolean).join(', '),
      check.ours?.n ?? 0,
      clock,
      check.verdict,
    ]);
    return [first, ...checks];
  });
  return table(heads, rows);
}

function claimBlocks(claim: ClaimResult): MarkdownContent[] {
  const { id, note = '', checks } = claim;
  const numbers = checks.map((check) =>
    check.ours === undefined
      ? ''
      : `${check.what}, ${check.cell.metric} of ${check.cell.app}: ${namesText(check)}, ${valuesText(check.ours)}.`,
  );
  const lines = [...numbers, note, ...openText(claim), differsText(claim), ...missingText(claim)].filter(
    (line) => line !== '',
  );
  if (lines.length === 0) return [];
  return [marked`### ${id}`, list(lines)];
}

function panelBlocks(panel: FigurePanel): MarkdownContent[] {
  const heads = ['System', 'Origin', 'Ratio:', 'Value:'];
  const rows = panel.rows.map((row) => [
    row.system,
    originText(row),
    row.obstacle === undefined ? figureRatio(row, panel) : problemWords(row.obstacle),
    figureValue(row),
  ]);
  return [marked`### ${panel.title}`, list(explanation(panel)), table(heads, rows)];
}
