// SPDX-License-Identifier: Apache-2.0
import type { AblationDocument, Price, PriceTable } from '../../ablation/result.js';
import { kconfigText } from './words.js';
import { type CsvRecord, toCsv } from '../../core/csv.js';

/** One row per price, numbers exact in the unit of the samples; the whole difference is a row of its own. */
export function tableCsv(document: AblationDocument, tables: readonly PriceTable[]): string {
  const records = tables.flatMap((table) => [
    ...table.prices.map((price) => record(document, table, price)),
    wholeRecord(document, table),
  ]);
  return toCsv(records);
}

function record(
  document: AblationDocument,
  table: PriceTable,
  { category, system, taken, options, price, obstacle }: Price,
): CsvRecord {
  const kernel = document.kernels.find((one) => one.system === system);
  return {
    ...about(document, table),
    ...{ category, system, taken, options },
    value: price?.value ?? '',
    difference: price?.difference ?? '',
    ratio: price?.ratio ?? '',
    could_not_measure: obstacle?.code ?? '',
    why: obstacle?.message ?? '',
    kconfig: kernel === undefined ? '' : kconfigText(document, kernel).join(' '),
  };
}

function wholeRecord(document: AblationDocument, table: PriceTable): CsvRecord {
  const { difference, obstacle, system } = table.whole;
  const options = document.categories.reduce((sum, one) => sum + one.options.length, 0);
  return {
    ...about(document, table),
    ...{ category: '(all)', system, taken: options, options },
    value: difference?.value ?? '',
    difference: difference?.difference ?? '',
    ratio: difference?.ratio ?? '',
    could_not_measure: obstacle?.code ?? '',
    why: obstacle?.message ?? '',
    kconfig: '',
  };
}

function about({ clock, host }: AblationDocument, table: PriceTable): CsvRecord {
  const { series, measure, unit, direction, base } = table;
  return {
    series,
    ...measure,
    unit,
    direction,
    clock,
    host,
    base: base.system,
    base_value: base.value ?? '',
  };
}
