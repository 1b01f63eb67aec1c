// SPDX-License-Identifier: Apache-2.0
import type { ChartRow } from '../chart/rows.js';
import { refusalWords } from '../model/conditions.js';
import { isAbsent, problemWords } from '../model/problem.js';
import type { VersionPair, VersionRow, VersionTable } from '../model/types.js';
import { bothValues, pairTitle, problemIn, versionInterval, versionRatio } from './words.js';

/** Rows of a table as the specifications in `reports/` read them: a panel for each system, a bar for the ratio of each metric. */
export function versionRows({ pairs, older }: VersionTable): ChartRow[] {
  return pairs.flatMap((pair, panelOrder) =>
    pair.rows.map((row, rowOrder): ChartRow => {
      const problem = problemIn(row);
      const refusal = refusalWords(row.newer);
      const { ratio } = row.newer;
      const end = (value: number | undefined): number | null =>
        value !== undefined && Number.isFinite(value) ? value : null;
      return {
        ...{ panelOrder, rowOrder, reach: null },
        heading: rowOrder === 0 ? pairTitle(pair) : '',
        explanation: rowOrder === 0 ? [`1× = ${pair.older}, Linux ${older} · ${intervalsOf(pair)}`] : [],
        system: row.panel.title,
        kind: kindOf(row),
        ...{ length: end(ratio?.value), low: end(ratio?.low), high: end(ratio?.high) ?? end(ratio?.value) },
        ratioText: versionRatio(row),
        valueText: problem === undefined && refusal === '' ? bothValues(row) : '',
        remark: '',
        problem:
          problem === undefined
            ? refusal && `${bothValues(row)}, ${versionInterval(row)}`
            : problemWords(problem),
        absent: problem !== undefined && isAbsent(problem),
        tip: `${row.panel.title}, ${pairTitle(pair)}: ${problem === undefined ? [bothValues(row), versionRatio(row), versionInterval(row)].filter(Boolean).join(', ') : problemWords(problem)}`,
      };
    }),
  );
}

/** What the intervals are, each way once. */
function intervalsOf({ rows }: VersionPair): string {
  const words = rows.flatMap(({ newer }) => newer.ratio?.interval ?? []);
  return [...new Set(words)].join(' or ') || 'no ratio';
}

/** What the newer kernel makes better has the accent colour, what it makes worse the other one. */
function kindOf({ newer: { ratio }, panel: { direction } }: VersionRow): ChartRow['kind'] {
  if (ratio === undefined || ratio.value === 1) return 'baseline';
  return ratio.value < 1 === (direction === 'lower') ? 'subject' : 'other';
}
