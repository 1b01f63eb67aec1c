// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, PriceTable } from '../../ablation/result.js';
import { ratioWords } from '../format/comparison.js';
import { type MarkdownContent, list, markdownPage, marked, table } from '../markdown/markdown.js';
import { problemWords } from '../model/problem.js';
import {
  changeText,
  explanation,
  headline,
  introduction,
  kconfigText,
  tableTitle,
  takenText,
  valueText,
} from './words.js';

/** `ablation.md`: the prices in each metric, then what is in each category and what Kconfig made of it. */
export function ablationMarkdown(document: AblationDocument): string {
  const blocks = [
    marked`# ${headline(document)}`,
    ...introduction(document),
    marked`Host: ${document.host}.`,
    ...(document.complete ? [] : [marked`**This run is not complete: planned boots are missing.**`]),
    ...document.tables.flatMap(tableBlocks),
    marked`## The categories`,
    categoriesTable(document),
    ...keptLines(document),
    ...document.kernels.flatMap((kernel) => {
      const lines = kconfigText(document, kernel);
      return lines.length === 0 ? [] : [marked`### ${kernel.system}`, list(lines)];
    }),
    marked`Page with charts: [report/ablation.html](report/ablation.html)`,
  ];
  return markdownPage(blocks);
}

function tableBlocks(prices: PriceTable): MarkdownContent[] {
  const { unit } = prices;
  const heads = ['Category', 'Price:', 'Ratio:', 'Value:', 'In the kernel'];
  const rows = prices.prices.map((row) => {
    const { title, price, obstacle } = row;
    if (price === undefined) {
      const why = obstacle === undefined ? '' : `${problemWords(obstacle)}. ${obstacle.message}`;
      return [title, why, '', '', takenText(row)];
    }
    return [
      title,
      changeText(price.difference, unit),
      ratioWords(price.ratio, prices),
      valueText(price.value, unit),
      takenText(row),
    ];
  });
  return [marked`## ${tableTitle(prices)}`, list(explanation(prices)), table(heads, rows)];
}

function categoriesTable({ categories }: AblationDocument): MarkdownContent {
  const heads = ['Category', 'What it is', 'Options:', 'In the paper'];
  const rows = categories.map(({ name, title, summary, paper, options }) => [
    `${title} (${name})`,
    summary,
    options.length,
    paper,
  ]);
  return table(heads, rows);
}

function keptLines({ kept }: AblationDocument): string[] {
  return kept.map(
    ({ options, why }) => `In no category: ${options.map(({ name }) => name).join(', ')}. ${why}`,
  );
}
