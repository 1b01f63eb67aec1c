// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'csv-stringify/sync';
import { forTerminal } from './sinks.js';

/** One row by column; numbers are written with every digit. */
export type CsvRecord = Readonly<Record<string, string | number | undefined>>;

/**
 * CSV with a line of column names. Names and messages come from outside: each is one printable line, and one that a
 * spreadsheet would run as a formula gets an apostrophe in front. Numbers, also those below zero, stay as they are.
 * @param columns the columns in order; by default those of the first row.
 */
export function toCsv(rows: readonly CsvRecord[], columns?: readonly string[]): string {
  const named = columns === undefined ? {} : { columns: [...columns] };
  const clean = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'string' ? forTerminal(value) : value,
      ]),
    ),
  );
  return stringify(clean, { header: true, escape_formulas: true, record_delimiter: '\n', ...named });
}
