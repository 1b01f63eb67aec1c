// SPDX-License-Identifier: Apache-2.0
import type { Figure, FigurePanel } from '../../claim/figures.js';
import type { ClaimResult, ClaimsDocument } from '../../claim/result.js';
import { clockMeaning } from '../format/clock.js';
import { code, plain, table } from '../markdown/markdown.js';
import { problemWords } from '../model/problem.js';
import { explanation, figureRatio, figureValue, originText } from './figure-rows.js';
import {
  differsText,
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
    '# A Linux in Unikernel Clothing: the claims, measured again',
    `**${plain(tally(document))}**`,
    plain(clockMeaning(clock)),
    `Host: ${plain(host)}.`,
    ...(complete ? [] : ['**This run is not complete: planned boots are missing.**']),
    claimsTable(document),
    '## What stands behind each verdict',
    ...document.claims.flatMap(claimBlocks),
    ...figures.flatMap((figure) => [`## ${plain(figure.title)}`, ...figure.panels.flatMap(panelBlocks)]),
    '## Sources of the published figures',
    sources
      .map(({ id, title, host: where, clock: by }) => `- ${plain(`${id}: ${title}; ${by}, ${where}`)}`)
      .join('\n'),
    'Page with charts: [report/claims.html](report/claims.html)',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function claimsTable({ claims, clock }: ClaimsDocument): string {
  const heads = ['Claim', 'What', 'Published:', 'Here:', 'Interval', 'n:', 'Clock', 'Verdict'];
  const rows = claims.flatMap((claim) => {
    const first = [
      code(claim.id),
      plain(claim.statement),
      plain(claim.published),
      '',
      '',
      '',
      '',
      `**${claim.verdict}**`,
    ];
    const checks = claim.checks.map((check) => [
      '',
      plain(check.what),
      `${publishedText(check)} (${check.published.source})`,
      plain(check.obstacle === undefined ? oursText(check) : problemWords(check.obstacle)),
      plain([endsText(check), check.ours?.interval ?? ''].filter(Boolean).join(', ')),
      String(check.ours?.n ?? 0),
      clock,
      check.verdict,
    ]);
    return [first, ...checks];
  });
  return table(heads, rows);
}

function claimBlocks(claim: ClaimResult): string[] {
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
  return [`### ${plain(id)}`, lines.map((line) => `- ${plain(line)}`).join('\n')];
}

function panelBlocks(panel: FigurePanel): string[] {
  const heads = ['System', 'Origin', 'Ratio:', 'Value:'];
  const rows = panel.rows.map((row) => [
    plain(row.system),
    plain(originText(row)),
    plain(row.obstacle === undefined ? figureRatio(row, panel) : problemWords(row.obstacle)),
    plain(figureValue(row)),
  ]);
  return [
    `### ${plain(panel.title)}`,
    explanation(panel)
      .map((line) => `- ${plain(line)}`)
      .join('\n'),
    table(heads, rows),
  ];
}
