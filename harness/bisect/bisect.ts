// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT, measureError, usageError } from '../core/errors.js';
import type { Direction } from '../metric/types.js';
import type { Journal } from './journal.js';
import { decide } from './search.js';
import type { BisectPoint, Measured, SearchResult } from './types.js';

/** A search to make. */
export interface Bisection<Point extends BisectPoint> {
  /** In order; the first is good, the last bad. At least two. */
  points: readonly Point[];
  /** Which way of the metric is better. */
  direction: Direction;
  /** Share of the difference between both ends up to which a difference is no change, e.g. 0.05. */
  margin: number;
  /** How many changes are found to the end. */
  most: number;
  /**
   * Measures a point. A point that cannot be measured is `skipped`; what it throws ends the search, which can go on later.
   */
  measure: (point: Point) => Promise<Measured>;
  journal: Journal;
  /** Called after each point, also after one that the journal had. */
  onMeasured?: (point: Point, measured: Measured) => void;
  signal: AbortSignal;
}

/** What came of a search. */
export interface BisectResult<Point extends BisectPoint> extends SearchResult {
  points: readonly Point[];
  /** By index of the point. */
  measured: ReadonlyMap<number, Measured>;
  /** In the metric's unit. */
  margin: number;
}

/**
 * Finds what moved a metric between the first and the last point.
 * @throws BenchError `BISECT_END` (exit 3) when one of both ends cannot be measured, `BISECT_SAME` (exit 2) when they do not
 *   differ, `BISECT_SWAPPED` (exit 2) when good is worse than bad; what `measure` throws.
 */
export async function bisect<Point extends BisectPoint>(
  search: Bisection<Point>,
): Promise<BisectResult<Point>> {
  const { points, journal, signal } = search;
  const measured = new Map<number, Measured>();
  for (;;) {
    signal.throwIfAborted();
    const margin = marginOf(search, measured);
    const decision = decide(points.length, measured, { margin, most: search.most });
    if ('result' in decision) return { ...decision.result, points, measured, margin };
    const point = points[decision.measure];
    if (point === undefined) throw new Error('a search stays among its points');
    const known = journal.measured.get(point.id);
    const found = known ?? (await search.measure(point));
    if (known === undefined) await journal.add(point.id, found);
    measured.set(decision.measure, found);
    search.onMeasured?.(point, found);
  }
}

/** What is known of the ends is checked as soon as it is: nothing between two ends that do not fit is worth an hour. */
function marginOf<Point extends BisectPoint>(
  { points, direction, margin }: Bisection<Point>,
  measured: ReadonlyMap<number, Measured>,
): number {
  const [good, bad] = [0, points.length - 1].map((index) => endValue(points, measured, index));
  if (good === undefined || bad === undefined) return 0;
  const worse = direction === 'lower' ? bad > good : bad < good;
  if (good === bad) {
    throw usageError(
      'BISECT_SAME',
      `the metric is ${good} at both ends: nothing moved it between them, or it came back.`,
      'Name a good end that really is good, and a bad one that is bad.',
    );
  }
  if (!worse) {
    throw usageError(
      'BISECT_SWAPPED',
      `the good end has ${good} and the bad one ${bad}, and ${direction} is better.`,
      'Swap both ends: the step that improved a metric is found in the same way.',
    );
  }
  return Math.abs(bad - good) * margin;
}

function endValue(
  points: readonly BisectPoint[],
  measured: ReadonlyMap<number, Measured>,
  index: number,
): number | undefined {
  const found = measured.get(index);
  if (found === undefined || 'value' in found) return found?.value;
  throw measureError(
    'BISECT_END',
    `the ${index === 0 ? 'good' : 'bad'} end, ${points[index]?.title ?? ''}, cannot be measured: ${found.skipped}`,
    'Name an end that can be measured; only points between the ends may be skipped.',
  );
}

/** Why a point is skipped, from the error of its measurement; what says nothing of the point is thrown again. */
export function skippedBy(error: unknown): Measured {
  if (!(error instanceof BenchError) || error.exit === EXIT.interrupted) throw error;
  const stops = error.scope === 'attempt' || (error.scope === 'run' && error.exit !== EXIT.usage);
  if (stops) throw error;
  return { skipped: `${error.code}: ${error.message}` };
}
