// SPDX-License-Identifier: Apache-2.0
import type { Cell, RunSummary } from '../run/types.js';
import { FEWEST_FOR_INTERVAL, ratio, summarise } from '../statistics/index.js';
import type { Obstacle, OwnNumber } from './result.js';
import type { CheckedCell, ComparedPair } from './types.js';

/** Names of two systems as they stand in a run. */
export type Names = Pick<ComparedPair, 'system' | 'baseline'>;

/** Units that vary from boot to boot under the wall clock; sizes, counts and memory do not. */
const VARYING: readonly string[] = ['ns', 'req/s', 'vns', 'req/vs'];

/** A cell of a run. */
export function findCell(run: RunSummary, where: CheckedCell, system: string): Cell | undefined {
  return run.cells.find(
    (cell) =>
      cell.scenario === where.scenario &&
      cell.app === where.app &&
      cell.metric === where.metric &&
      cell.system === system,
  );
}

/**
 * Our number for a pair of systems, or why there is none.
 * @throws BenchError `RATIO_NOT_COMPARABLE` (exit 5) when the two cells differ in unit, clock or host.
 */
export function measurePair(
  run: RunSummary,
  where: CheckedCell,
  of: ComparedPair['of'],
  names: Names,
): { ours: OwnNumber } | { obstacle: Obstacle } {
  const cell = findCell(run, where, names.system);
  const baseline = findCell(run, where, names.baseline);
  const obstacle =
    obstacleOf(run, where, names.system, cell) ?? obstacleOf(run, where, names.baseline, baseline);
  if (cell === undefined || baseline === undefined || obstacle !== undefined) {
    return { obstacle: obstacle ?? { code: 'NO_SAMPLE', message: 'No boot reported a value.' } };
  }
  const quotient = ratio(cell, baseline);
  if (quotient === undefined) {
    const message = `${names.baseline} has no positive value to compare with.`;
    return { obstacle: { code: 'NO_BASELINE', message } };
  }
  const mine = cell.summary ?? summarise(cell.values, cell.clock);
  const theirs = baseline.summary ?? summarise(baseline.values, baseline.clock);
  const settled =
    quotient.method === 'exact' || quotient.method === 'baseline' || !VARYING.includes(cell.unit);
  if (!settled && quotient.n < FEWEST_FOR_INTERVAL) {
    const message = `${quotient.n} boots of each system give a range, not an interval; ${FEWEST_FOR_INTERVAL} are needed.`;
    return { obstacle: { code: 'TOO_FEW_BOOTS', message } };
  }
  const about = { system: mine.median, baseline: theirs.median, unit: cell.unit, n: quotient.n };
  if (of === 'ratio') {
    const { value, low, high, interval } = quotient;
    return { ours: { value, low, high, interval, ...about } };
  }
  return {
    ours: {
      value: mine.median - theirs.median,
      low: mine.low - theirs.high,
      high: mine.high - theirs.low,
      interval: quotient.interval,
      ...about,
    },
  };
}

/** Why a cell gives no number: a planned boot that failed counts, whatever the others gave. */
function obstacleOf(
  run: RunSummary,
  { scenario, app, metric }: CheckedCell,
  system: string,
  cell: Cell | undefined,
): Obstacle | undefined {
  const what = `${metric} of ${app} on ${system} (scenario ${scenario})`;
  if (cell === undefined)
    return { code: 'NOT_IN_RUN', message: `The run has no ${scenario} of ${app} on ${system}.` };
  const [failure] = cell.failures;
  if (failure !== undefined) return { code: failure.code, message: `${system}: ${failure.message}` };
  if (cell.values.length > 0) return undefined;
  return run.complete
    ? { code: 'NO_SAMPLE', message: `No boot reported ${what}.` }
    : { code: 'NOT_YET_RUN', message: `The boots for ${what} are still to be made.` };
}
