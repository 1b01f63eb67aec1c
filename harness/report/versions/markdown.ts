// SPDX-License-Identifier: Apache-2.0
import { type MarkdownContent, marked, table } from '../markdown/markdown.js';
import { problemSentence } from '../model/problem.js';
import type { VersionTable } from '../model/types.js';
import { problemIn, tableTitle, valueText, versionInterval, versionNotes, versionRatio } from './words.js';

/** One kernel against another: every metric of both. */
export function versionBlocks(versions: VersionTable): MarkdownContent[] {
  const { older, newer, pairs } = versions;
  const heads = ['System', 'Metric', `${older}:`, `${newer}:`, 'Ratio:', 'Interval of the ratio'];
  const rows = pairs.flatMap((pair) =>
    pair.rows.map((row, index) => {
      const problem = problemIn(row);
      return [
        index === 0 ? pair.older : '',
        row.panel.title,
        valueText(row.older, row.panel),
        valueText(row.newer, row.panel),
        versionRatio(row),
        problem === undefined ? versionInterval(row) : problemSentence(problem),
      ];
    }),
  );
  return [marked`## ${tableTitle(versions)}`, ...versionNotes(versions), table(heads, rows)];
}
