// SPDX-License-Identifier: Apache-2.0
import type { ValuePair } from '../statistics/index.js';
import { type Cell, bootNumbers } from './cell.js';
import { type Side, isOneRun } from './side.js';

/** Values of one boot number on both sides. */
export interface Pair extends ValuePair {
  boot: number;
}

/**
 * Values that belong together: under the wall clock the boots of a scenario take turns, so boot i of the system and boot i of
 * the baseline ran next to each other, and what disturbs both cancels. None for cells of two runs, of two scenarios or apps,
 * for boots of the deterministic clock, which know nothing of each other, and for cells marked as unpaired.
 */
export function pairs(side: Side, baseline: Side): Pair[] {
  if (!isOneRun(side, baseline) || !tookTurns(side.cell, baseline.cell)) return [];
  const boots = bootNumbers(baseline.cell);
  const byBoot = new Map(baseline.cell.values.map((value, index) => [boots[index], value]));
  return bootNumbers(side.cell).flatMap((boot, index) => {
    const value = side.cell.values[index];
    const other = byBoot.get(boot);
    return value === undefined || other === undefined ? [] : [{ boot, value, baseline: other }];
  });
}

function tookTurns(cell: Cell, baseline: Cell): boolean {
  return (
    [cell, baseline].every(({ clock, unpaired }) => clock === 'wall' && unpaired !== true) &&
    cell.scenario === baseline.scenario &&
    cell.app === baseline.app
  );
}
