// SPDX-License-Identifier: Apache-2.0
import type { ChangePoint } from '../../history/changes/changes.js';
import type { HistoryModel, MetricHistory, Series } from '../../history/series.js';
import type { PointRevision } from '../../history/types.js';
import { comparison } from '../format/comparison.js';
import { type Scale, scaled, withUnit } from '../format/scale.js';

/** A commit as a reader finds it again. */
export function commitWords({ commit, subject }: Pick<PointRevision, 'commit' | 'subject'>): string {
  return `${commit.slice(0, 12)} ${subject}`;
}

/** Name of a line of a chart: the system, or what tells it from the other lines of the chart. */
export function seriesName(series: Series, { system, series: all }: MetricHistory): string {
  const differs = (of: (one: Series) => unknown): boolean => new Set(all.map(of)).size > 1;
  const words = [
    ...(differs(({ monitor }) => monitor) ? [series.monitor || 'no monitor'] : []),
    ...(differs(({ host }) => host) ? [`host ${series.host.slice(0, 20)}`] : []),
    ...(differs(({ clockDefinition }) => clockDefinition)
      ? [`clock definition ${series.clockDefinition}`]
      : []),
    ...(differs(({ parameters }) => parameters) ? [`parameters ${series.parameters.slice(0, 8)}`] : []),
  ];
  return words.length === 0 ? system : words.join(', ');
}

/** Whether a change is for the worse. */
export function isWorse(
  { before, after }: ChangePoint,
  { direction }: Pick<MetricHistory, 'direction'>,
): boolean {
  return direction === 'lower' ? after > before : after < before;
}

/** A change in words: by how much, from what to what, and how certain. */
export function changeWords(change: ChangePoint, metric: MetricHistory, scale: Scale): string {
  const { before, after, probability } = change;
  const how = before > 0 ? `${comparison(after / before, metric)}, ` : '';
  const sure =
    probability === 0
      ? 'no spread on either side'
      : `p ${probability < 1e-6 ? '< 0.000001' : `= ${probability.toPrecision(2)}`}`;
  return `${how}${scaled(before, scale)} to ${withUnit(after, scale)}, ${sure}`;
}

/** Title of a chart. */
export function metricTitle({ title, app, system, scenario }: MetricHistory): string {
  return `${title}: ${app} on ${system}, ${scenario}`;
}

/** The newest change of each line of each metric, as the reader wants to know first; the newest commit first. */
export function latestChanges({ commits, metrics }: HistoryModel): {
  metric: MetricHistory;
  series: Series;
  change: ChangePoint;
  commit: PointRevision;
  at: number;
}[] {
  return metrics
    .flatMap((metric) =>
      metric.series.flatMap((series) =>
        series.changes.flatMap((change) => {
          const at = series.values[change.index]?.commit ?? -1;
          const commit = commits[at];
          return commit === undefined ? [] : [{ metric, series, change, commit, at }];
        }),
      ),
    )
    .sort((a, b) => b.at - a.at);
}
