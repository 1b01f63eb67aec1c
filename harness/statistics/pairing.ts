// SPDX-License-Identifier: Apache-2.0
import type { Cell } from '../run/types.js';

/** Values of one boot number in both cells. */
export interface Pair {
  boot: number;
  value: number;
  baseline: number;
}

/** Boot number of each value of a cell: as recorded, else counted from 1 without the failed boots. */
export function bootNumbers(cell: Cell): number[] {
  if (cell.boots?.length === cell.values.length) return cell.boots;
  const failed = new Set(cell.failures.map((failure) => failure.boot));
  const numbers: number[] = [];
  for (let boot = 1; numbers.length < cell.values.length; boot += 1) {
    if (!failed.has(boot)) numbers.push(boot);
  }
  return numbers;
}

/**
 * Values that belong together: boot i of the system and boot i of the baseline ran next to each other on one
 * host, so what disturbs both cancels in their quotient. None for cells that were not taken so.
 */
export function pairs(cell: Cell, baseline: Cell): Pair[] {
  if (cell.unpaired === true || baseline.unpaired === true) return [];
  const boots = bootNumbers(baseline);
  const byBoot = new Map(baseline.values.map((value, index) => [boots[index], value]));
  return bootNumbers(cell).flatMap((boot, index) => {
    const value = cell.values[index];
    const other = byBoot.get(boot);
    return value === undefined || other === undefined ? [] : [{ boot, value, baseline: other }];
  });
}
