// SPDX-License-Identifier: Apache-2.0
import type { Figure, FigurePanel, FigureRow } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';
import { type CsvRecord, toCsv } from '../../core/csv.js';

/** The data behind a figure, one row per bar, each marked as measured or published. */
export function figureCsv(document: ClaimsDocument, { panels }: Figure): string {
  const records = panels.flatMap((panel) => panel.rows.map((row) => record(document, panel, row)));
  return toCsv(records);
}

function record(
  { clock, host }: ClaimsDocument,
  { title, direction }: FigurePanel,
  { system, origin, how, isBaseline, ratio, value, unit, obstacle }: FigureRow,
): CsvRecord {
  const measured = origin === 'measured';
  return {
    panel: title,
    direction,
    system,
    origin: measured ? 'measured' : 'published',
    source: measured ? '' : origin.id,
    how,
    clock: measured ? clock : origin.clock,
    host: measured ? host : origin.host,
    baseline: isBaseline ? 'yes' : 'no',
    ratio: ratio?.value ?? '',
    low: measured ? (ratio?.low ?? '') : '',
    high: measured ? (ratio?.high ?? '') : '',
    n: measured ? (ratio?.n ?? 0) : '',
    value: value ?? '',
    unit: unit === 'ratio' ? '' : unit,
    could_not_measure: obstacle?.code ?? '',
  };
}
