// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, PriceTable } from '../../ablation/result.js';
import { ratioWords } from '../format/comparison.js';
import { plain, table } from '../markdown/markdown.js';
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
    `# ${plain(headline(document))}`,
    ...introduction(document).map(plain),
    `Host: ${plain(document.host)}.`,
    ...(document.complete ? [] : ['**This run is not complete: planned boots are missing.**']),
    ...document.tables.flatMap(tableBlocks),
    '## The categories',
    categoriesTable(document),
    ...keptLines(document),
    ...document.kernels.flatMap((kernel) => {
      const lines = kconfigText(document, kernel);
      return lines.length === 0
        ? []
        : [`### ${plain(kernel.system)}`, lines.map((line) => `- ${plain(line)}`).join('\n')];
    }),
    'Page with charts: [report/ablation.html](report/ablation.html)',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function tableBlocks(prices: PriceTable): string[] {
  const { unit } = prices;
  const heads = ['Category', 'Price:', 'Ratio:', 'Value:', 'In the kernel'];
  const rows = prices.prices.map((row) => {
    const { title, price, obstacle } = row;
    if (price === undefined) {
      const why = obstacle === undefined ? '' : `${problemWords(obstacle)}. ${obstacle.message}`;
      return [plain(title), plain(why), '', '', takenText(row)];
    }
    return [
      plain(title),
      changeText(price.difference, unit),
      plain(ratioWords(price.ratio, prices)),
      valueText(price.value, unit),
      takenText(row),
    ];
  });
  return [
    `## ${plain(tableTitle(prices))}`,
    explanation(prices)
      .map((line) => `- ${plain(line)}`)
      .join('\n'),
    table(heads, rows),
  ];
}

function categoriesTable({ categories }: AblationDocument): string {
  const heads = ['Category', 'What it is', 'Options:', 'In the paper'];
  const rows = categories.map(({ name, title, summary, paper, options }) => [
    plain(`${title} (${name})`),
    plain(summary),
    String(options.length),
    plain(paper),
  ]);
  return table(heads, rows);
}

function keptLines({ kept }: AblationDocument): string[] {
  return kept.map(({ options, why }) =>
    plain(`In no category: ${options.map(({ name }) => name).join(', ')}. ${why}`),
  );
}
