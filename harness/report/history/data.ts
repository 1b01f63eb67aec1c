// SPDX-License-Identifier: Apache-2.0
import { significant } from '../../core/numbers.js';
import type { MetricVerdict } from '../../gate/types.js';
import type { HistoryModel, MetricHistory, Series } from '../../history/series.js';
import { clockName, directionWords } from '../format/clock.js';
import { type Scale, scaleOf } from '../format/scale.js';
import { changeWords, isWorse, seriesName } from './words.js';

/** A line of a chart as `reports/history.js` reads it: lists of the same length, because ten thousand objects take long to read. */
interface LineData {
  name: string;
  /** Numbers of the commits. */
  at: number[];
  /** Medians, in the chart's scale. */
  value: number[];
  /** Ends of the intervals; missing where no value has any. */
  low?: number[];
  high?: number[];
  /** Verdicts other than `pass`, by index of the value. */
  verdict: [index: number, verdict: MetricVerdict][];
  changes: { index: number; worse: boolean; words: string }[];
}

/** What the charts of a page are drawn from. */
export interface PageData {
  /** Hash, time and subject of each commit. */
  commits: [hash: string, time: number, subject: string][];
  charts: { caption: string; unit: string; lines: LineData[] }[];
}

/** The data of a page; of a model as `shownModel` gives it. */
export function pageData({ commits, metrics }: HistoryModel): PageData {
  return {
    commits: commits.map(({ commit, time, subject }) => [commit.slice(0, 12), time, subject]),
    charts: metrics.map((metric) => {
      const scale = scaleOfMetric(metric);
      return {
        caption: `${directionWords(metric.direction)} · in ${scale.label} · ${clockName(metric.clock)}`,
        unit: scale.label,
        lines: metric.series.map((series) => lineOf(series, metric, scale)),
      };
    }),
  };
}

/** The scale in which all lines of a metric are written. */
export function scaleOfMetric({ unit, series }: MetricHistory): Scale {
  // Not all at once as arguments: there may be more of them than a call takes.
  const smallest = series.map(({ values }) =>
    values.reduce(
      (least, { median }) => (median > 0 && median < least ? median : least),
      Number.POSITIVE_INFINITY,
    ),
  );
  return scaleOf(unit, smallest.filter(Number.isFinite));
}

function lineOf(series: Series, metric: MetricHistory, scale: Scale): LineData {
  const { values, changes } = series;
  const inScale = (value: number): number => significant(value / scale.size, 9);
  const spread = values.some(({ low, high }) => low !== high);
  return {
    name: seriesName(series, metric),
    at: values.map(({ commit }) => commit),
    value: values.map(({ median }) => inScale(median)),
    ...(spread
      ? { low: values.map(({ low }) => inScale(low)), high: values.map(({ high }) => inScale(high)) }
      : {}),
    verdict: values.flatMap(({ verdict }, index): [number, MetricVerdict][] =>
      verdict === undefined || verdict === 'pass' ? [] : [[index, verdict]],
    ),
    changes: changes.map((change) => ({
      index: change.index,
      worse: isWorse(change, metric),
      words: changeWords(change, metric, scale),
    })),
  };
}
