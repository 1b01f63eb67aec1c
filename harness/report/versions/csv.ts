// SPDX-License-Identifier: Apache-2.0
import { differenceWords } from '../../comparison/index.js';
import { toCsv } from '../../core/csv.js';
import type { ReportModel, VersionTable } from '../model/types.js';
import { problemIn } from './words.js';

/** The data behind a table, one record for each metric of each system, in the unit of the samples. */
export function versionCsv({ summary }: ReportModel, { older, newer, pairs }: VersionTable): string {
  const records = pairs.flatMap((pair) =>
    pair.rows.map((row) => ({
      system: pair.older,
      scenario: row.newer.cell?.scenario ?? '',
      app: row.panel.app,
      metric: row.panel.metric,
      unit: row.panel.unit,
      direction: row.panel.direction,
      clock: summary.clock,
      host: row.newer.cell?.host ?? summary.host,
      older,
      newer,
      median_older: row.older.value?.median ?? '',
      median_newer: row.newer.value?.median ?? '',
      n: row.newer.ratio?.n ?? 0,
      ratio: row.newer.ratio?.value ?? '',
      ratio_low: row.newer.ratio?.low ?? '',
      ratio_high: row.newer.ratio?.high ?? '',
      ratio_interval: row.newer.ratio?.interval ?? '',
      could_not_measure: problemIn(row)?.code ?? '',
      not_alike: row.newer.differences.map(differenceWords).join('; '),
    })),
  );
  return toCsv(records);
}
