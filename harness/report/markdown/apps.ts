// SPDX-License-Identifier: Apache-2.0
import { type AppOutcome, appMatrix } from '../model/app-matrix.js';
import type { Section } from '../model/types.js';
import { code, plain, table } from './markdown.js';

/** Which app works on which system, as a table; nothing for a section with few apps. */
export function appBlocks(section: Section): string[] {
  const matrix = appMatrix(section);
  if (matrix === undefined) return [];
  const rows = matrix.rows.map(({ app, outcomes }) => [plain(app), ...outcomes.map(cell)]);
  return [
    `### ${plain(`What works where: ${matrix.title}`)}`,
    table(['App', ...matrix.systems.map(plain)], rows),
  ];
}

function cell(outcome: AppOutcome | undefined): string {
  if (outcome === undefined) return '';
  const { works, words, why } = outcome;
  return works ? `works, ${plain(words)}` : `${code(words)}: ${plain(why)}`;
}
