// SPDX-License-Identifier: Apache-2.0
import type { Cell, MeasuredRun, Side } from '../comparison/index.js';

/** Two cells that are set against each other; a side is missing where its run has no such cell. */
export interface MatchedCells {
  base?: Side;
  head?: Side;
}

/** Which cells of a run are one side of a comparison, and under which name they meet those of the other. */
export interface ComparedSide {
  run: MeasuredRun;
  /** Only this system; all of them when missing, and then cells of one system meet. */
  system?: string | undefined;
  /** Only this revision; all of them when missing. */
  revision?: string | undefined;
}

/** Every metric of either side, with the cell that it has on each, in the order of the base. */
export function matchCells(base: ComparedSide, head: ComparedSide): MatchedCells[] {
  const matched = new Map<string, MatchedCells>();
  for (const [name, side] of [
    ['base', base],
    ['head', head],
  ] as const) {
    for (const cell of side.run.cells) {
      if (side.system !== undefined && cell.system !== side.system) continue;
      if (side.revision !== undefined && cell.revision !== side.revision) continue;
      const key = JSON.stringify([
        cell.scenario,
        cell.app,
        cell.metric,
        side.system === undefined ? cell.system : '',
      ]);
      matched.set(key, { ...matched.get(key), [name]: { run: side.run, cell } });
    }
  }
  return [...matched.values()];
}

/** The cell of either side, for what both have in common. */
export function anyCell({ base, head }: MatchedCells): Cell {
  const side = base ?? head;
  if (side === undefined) throw new Error('a matched cell is of one side at least');
  return side.cell;
}
