// SPDX-License-Identifier: Apache-2.0
import type { Cell, CellIdentity } from './cell.js';
import type { Obstacle } from './obstacle.js';
import type { MeasuredRun, Side } from './side.js';

/** Which cell is meant. What is left out may be anything; a revision that is empty means a system without one. */
export type WantedCell = Pick<CellIdentity, 'scenario' | 'app' | 'metric' | 'system'> &
  Partial<Pick<CellIdentity, 'revision' | 'monitor' | 'host'>>;

/** The cell that is meant, or why it cannot be said which one. */
export function findCell(run: MeasuredRun, wanted: WantedCell): { side: Side } | { obstacle: Obstacle } {
  const [cell, ...others] = run.cells.filter((one) => fits(one, wanted));
  if (cell === undefined) return { obstacle: notInRun(wanted) };
  return others.length === 0 ? { side: { run, cell } } : { obstacle: ambiguous(wanted, [cell, ...others]) };
}

function fits(cell: Cell, { revision, monitor, host, ...wanted }: WantedCell): boolean {
  return (
    cell.scenario === wanted.scenario &&
    cell.app === wanted.app &&
    cell.metric === wanted.metric &&
    cell.system === wanted.system &&
    (revision === undefined || (cell.revision ?? '') === revision) &&
    (monitor === undefined || cell.monitor === monitor) &&
    (host === undefined || cell.host === host)
  );
}

function notInRun({ scenario, app, system }: WantedCell): Obstacle {
  const message = `The run has no ${scenario} of ${app} on ${system}.`;
  return { kind: 'not asked for', code: 'NOT_IN_RUN', message };
}

function ambiguous({ metric, app, system }: WantedCell, cells: readonly Cell[]): Obstacle {
  const fields = (['revision', 'monitor', 'host'] as const).flatMap((field) => {
    const values = new Set(cells.map((cell) => cell[field] ?? ''));
    return values.size === 1 ? [] : [`${field} (${[...values].map((one) => one || 'none').join(', ')})`];
  });
  const message = `The run has ${cells.length} cells of ${metric} of ${app} on ${system}, which differ in ${fields.join(', ')}.`;
  return { kind: 'failed', code: 'CELL_AMBIGUOUS', message };
}
