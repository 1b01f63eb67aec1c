// SPDX-License-Identifier: Apache-2.0
import type { Unit } from '../metric/types.js';
import { varies } from '../metric/units.js';
import { type Comparison, FEWEST_FOR_INTERVAL } from '../statistics/index.js';
import { systemLabel } from './cell.js';
import { compareConditions, differenceWords } from './conditions.js';
import type { Side } from './side.js';

/** Why there is no number. */
export interface Obstacle {
  /**
   * What kind of obstacle it is: `not asked for` when the run was not made to measure it, `unfinished` when more boots would
   * give the number, `failed` when it was measured and nothing came of it.
   */
  kind: 'not asked for' | 'unfinished' | 'failed';
  /**
   * Stable error code: that of the failed boot, or `NOT_IN_RUN`, `NOT_YET_RUN`, `TOO_FEW_BOOTS`, `NO_SAMPLE`, `NO_BASELINE`,
   * `CELL_AMBIGUOUS`, `NOT_SUPPORTED`, `CONDITIONS_DIFFER`.
   */
  code: string;
  message: string;
}

/** Why a cell gives no number: a planned boot that failed counts, whatever the others gave. */
export function cellObstacle({ run, cell }: Side): Obstacle | undefined {
  const label = systemLabel(cell);
  if (cell.unsupported !== undefined) {
    const { reason, source } = cell.unsupported;
    return { kind: 'not asked for', code: 'NOT_SUPPORTED', message: `${label}: ${reason} (${source})` };
  }
  const [failure] = cell.failures;
  if (failure !== undefined) {
    return { kind: 'failed', code: failure.code, message: `${label}: ${failure.message}` };
  }
  if (cell.values.length > 0) return undefined;
  const what = `${cell.metric} of ${cell.app} on ${label} (scenario ${cell.scenario})`;
  return run.complete
    ? { kind: 'failed', code: 'NO_SAMPLE', message: `No boot reported ${what}.` }
    : { kind: 'unfinished', code: 'NOT_YET_RUN', message: `The boots for ${what} are still to be made.` };
}

/** Why what was made of two cells is no settled number: values that vary from boot to boot need an interval. */
export function comparisonObstacle({ method, n }: Comparison, unit: Unit): Obstacle | undefined {
  const settled = method === 'exact' || method === 'baseline' || !varies(unit);
  if (settled || n >= FEWEST_FOR_INTERVAL) return undefined;
  const message = `${n} boots of each system give a range, not an interval; ${FEWEST_FOR_INTERVAL} are needed.`;
  return { kind: 'unfinished', code: 'TOO_FEW_BOOTS', message };
}

/** Why a ratio of two values would mislead: they were not measured alike in what counts for the metric, and nothing waives it. */
export function conditionsObstacle(side: Side, baseline: Side): Obstacle | undefined {
  const refused = compareConditions(side, baseline).filter(({ verdict }) => verdict === 'refused');
  if (refused.length === 0) return undefined;
  const [mine, theirs] = [systemLabel(side.cell), systemLabel(baseline.cell)];
  const message = `${mine} was not measured like ${theirs}: ${refused.map(differenceWords).join('; ')}.`;
  return { kind: 'failed', code: 'CONDITIONS_DIFFER', message };
}
