// SPDX-License-Identifier: Apache-2.0
import { type Cell, isSameCell } from './cell.js';

/** A difference that stands although it would mislead, and why. */
export interface Waiver {
  setting: string;
  /** Systems that it is for; any when missing. */
  systems?: readonly string[];
  reason: string;
}

/** What a comparison has to know of a run. */
export interface MeasuredRun {
  cells: readonly Cell[];
  /** Parameters by which each scenario was run, how much worse counts as nothing, and which differences stand, where it says so. */
  scenarios: readonly {
    name: string;
    parameters: Readonly<Record<string, string | number | boolean>>;
    margins?: Readonly<Record<string, string>>;
    /** Differences that stand although they would mislead. */
    waivers?: readonly Waiver[];
  }[];
  /** True when every planned boot has been made. */
  complete: boolean;
}

/** One side of a comparison: a cell together with the run that it belongs to. */
export interface Side {
  run: MeasuredRun;
  cell: Cell;
}

/** True when both sides are cells of one and the same run; two runs that look alike are two. */
export function isOneRun(side: Side, baseline: Side): boolean {
  return side.run === baseline.run && [side, baseline].every(({ run, cell }) => run.cells.includes(cell));
}

/** True when a cell is compared with itself. The same cell of another run is another measurement. */
export function isItself(side: Side, baseline: Side): boolean {
  return isOneRun(side, baseline) && isSameCell(side.cell, baseline.cell);
}
