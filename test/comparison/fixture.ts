// SPDX-License-Identifier: Apache-2.0
import type { Cell, MeasuredRun, Side } from '../../harness/comparison/index.js';

/** A cell with values; everything else is the same for all unless it is given. */
export function cell(system: string, values: number[], more: Partial<Cell> = {}): Cell {
  return {
    ...{ scenario: 's', app: 'a', metric: 'm', title: 'M', unit: 'ns', direction: 'lower' },
    ...{ clock: 'wall', clockDefinition: 1, monitor: 'qemu 7.2.22', host: 'h', failures: [] },
    ...{ system, values },
    ...more,
  };
}

/** Changes that make a cell one of the deterministic clock. */
export const DETERMINISTIC = {
  ...{ clock: 'deterministic', clockDefinition: 2, unit: 'vns', host: 'any' },
} as const satisfies Partial<Cell>;

/** A complete run of cells, whose scenario `s` has these parameters. */
export function runOf(cells: Cell[], parameters: Record<string, number> = {}): MeasuredRun {
  return { cells, scenarios: [{ name: 's', parameters }], complete: true };
}

/** Two cells of one run. */
export function ofOneRun(a: Cell, b: Cell): [Side, Side] {
  const run = runOf([a, b]);
  return [
    { run, cell: a },
    { run, cell: b },
  ];
}

/** Two cells of two runs. */
export function ofTwoRuns(a: Cell, b: Cell): [Side, Side] {
  return [
    { run: runOf([a]), cell: a },
    { run: runOf([b]), cell: b },
  ];
}
