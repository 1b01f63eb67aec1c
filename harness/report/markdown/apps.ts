// SPDX-License-Identifier: Apache-2.0
import { type AppOutcome, appMatrix } from '../model/app-matrix.js';
import type { Section } from '../model/types.js';
import { type MarkdownContent, code, marked, table } from './markdown.js';

/** Which app works on which system, as a table; nothing for a section with few apps. */
export function appBlocks(section: Section): MarkdownContent[] {
  const matrix = appMatrix(section);
  if (matrix === undefined) return [];
  const rows = matrix.rows.map(({ app, outcomes }) => [app, ...outcomes.map(cell)]);
  return [marked`### What works where: ${matrix.title}`, table(['App', ...matrix.systems], rows)];
}

function cell(outcome: AppOutcome | undefined): MarkdownContent {
  if (outcome === undefined) return '';
  const { works, words, why } = outcome;
  return works ? `works, ${words}` : marked`${code(words)}: ${why}`;
}
