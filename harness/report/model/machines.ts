// SPDX-License-Identifier: Apache-2.0
import { type Cell, type MeasuredRun, compareConditions } from '../../comparison/index.js';
import { groupBy } from '../../core/group-by.js';

/** Cells that share what they are compared with. */
export interface Compared {
  /** System that they are compared with. */
  baseline: string;
  cells: Cell[];
  /** Machine type, where that is not the one of the scenario's baseline; else empty. */
  machine: string;
}

/**
 * Cells of one metric and app by what they may be compared with: a system that needs another machine type is compared with the baseline on that
 * machine (`microvm+pc`), apart from the others, where the scenario has it. Without it, it stays with the others, and has no ratio.
 */
export function byMachine(run: MeasuredRun, baseline: string, cells: readonly Cell[]): Compared[] {
  const reference = cells.find(({ system }) => system === baseline);
  const groups = groupBy(cells, (cell) => {
    const machine = machineApart(run, cell, reference);
    return cells.some(({ system }) => system === onMachine(baseline, machine)) ? machine : '';
  });
  return [...groups].map(([machine, own]) => ({
    ...{ machine, cells: own },
    baseline: machine === '' ? baseline : onMachine(baseline, machine),
  }));
}

function onMachine(system: string, machine: string): string {
  return `${system}+${machine}`;
}

/** The machine type for which a ratio to the reference is refused; empty where it is not. */
function machineApart(run: MeasuredRun, cell: Cell, reference: Cell | undefined): string {
  if (reference === undefined) return '';
  const differences = compareConditions({ run, cell }, { run, cell: reference });
  return (
    differences.find(({ setting, verdict }) => setting === 'machine' && verdict === 'refused')?.value ?? ''
  );
}
