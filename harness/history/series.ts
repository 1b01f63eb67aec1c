// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../core/group-by.js';
import type { MetricVerdict } from '../gate/types.js';
import { type ChangePoint, changePoints } from './changes/changes.js';
import type { HistoryPoint, PointCell, PointRevision } from './types.js';

/** One value of a series. */
export interface SeriesValue {
  /** Number of its commit among those of the history, from 0. */
  commit: number;
  n: number;
  median: number;
  /** Ends of the interval, equal to the median where there is none. */
  low: number;
  high: number;
  verdict?: MetricVerdict | undefined;
}

/** Values that compare: one cell over commits, as long as clock, monitor, host and parameters stay what they are. */
export interface Series extends Pick<PointCell, 'monitor' | 'host' | 'parameters'> {
  clockDefinition: number;
  values: SeriesValue[];
  /** Places at which it changed; an index is one of `values`. */
  changes: ChangePoint[];
  /** Runs that gave no value, by number of the commit. */
  failures: { commit: number; code: string }[];
}

/** A metric of an app on a system, in a scenario under a clock: one chart, because a small change of one system would not be seen beside another. */
export interface MetricHistory
  extends
    Pick<PointCell, 'scenario' | 'app' | 'metric' | 'system' | 'title' | 'unit' | 'direction'>,
    Pick<HistoryPoint, 'clock'> {
  series: Series[];
}

/** A history as its charts need it. */
export interface HistoryModel {
  /** Commits that were measured, in their order. */
  commits: PointRevision[];
  metrics: MetricHistory[];
}

/** A cell with the point that it is of. */
interface Placed {
  cell: PointCell;
  point: HistoryPoint;
  commit: number;
}

/** What charts are made of; the points in the order of their commits. */
export function historyModel(points: readonly HistoryPoint[]): HistoryModel {
  const commits = [...new Map(points.map(({ revision }) => [revision.commit, revision])).values()];
  const numbers = new Map(commits.map(({ commit }, at) => [commit, at]));
  const placed = points.flatMap((point) =>
    point.cells.map((cell): Placed => ({ cell, point, commit: numbers.get(point.revision.commit) ?? 0 })),
  );
  const metrics = groupBy(placed, ({ cell, point }) =>
    JSON.stringify([cell.scenario, cell.app, cell.metric, cell.system, cell.unit, point.clock]),
  );
  return { commits, metrics: [...metrics.values()].flatMap((all) => metricOf(all) ?? []) };
}

function metricOf(placed: readonly Placed[]): MetricHistory | undefined {
  const newest = placed.at(-1);
  if (newest === undefined) return undefined;
  const { scenario, app, metric, system, title, unit, direction } = newest.cell;
  const lines = groupBy(placed, ({ cell, point }) =>
    JSON.stringify([cell.monitor, cell.host, cell.parameters, point.clockDefinition]),
  );
  return {
    ...{ scenario, app, metric, system, title, unit, direction, clock: newest.point.clock },
    series: [...lines.values()].flatMap((all) => seriesOf(all) ?? []),
  };
}

function seriesOf(placed: readonly Placed[]): Series | undefined {
  const [first] = placed;
  if (first === undefined) return undefined;
  const { monitor, host, parameters } = first.cell;
  const values = placed.flatMap(({ cell, commit }) => valueOf(cell, commit) ?? []);
  return {
    ...{ monitor, host, parameters, clockDefinition: first.point.clockDefinition },
    values,
    changes: changePoints(values.map(({ median }) => median)),
    failures: placed.flatMap(({ cell, commit }) =>
      cell.median === undefined ? [{ commit, code: cell.failure ?? 'NOT_MEASURED' }] : [],
    ),
  };
}

function valueOf({ n, median, low, high, verdict }: PointCell, commit: number): SeriesValue | undefined {
  if (median === undefined) return undefined;
  return {
    ...{ commit, n, median, low: low ?? median, high: high ?? median },
    ...(verdict === undefined ? {} : { verdict }),
  };
}
