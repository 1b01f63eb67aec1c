// SPDX-License-Identifier: Apache-2.0
import type { Figure, FigurePanel, FigureRow } from '../../claim/figures.js';
import type { ClaimsDocument } from '../../claim/result.js';

/** The data behind a figure, one row per bar, each marked as measured or published. */
export async function figureCsv(document: ClaimsDocument, { panels }: Figure): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const records = panels.flatMap((panel) => panel.rows.map((row) => record(document, panel, row)));
  return stringify(records, { header: true, escape_formulas: true });
}

function record(
  { clock, host }: ClaimsDocument,
  { title, direction }: FigurePanel,
  { system, origin, how, isBaseline, ratio, value, unit, obstacle }: FigureRow,
): Record<string, string | number> {
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
