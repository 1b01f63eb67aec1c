// SPDX-License-Identifier: Apache-2.0
import { type HistoryModel, historyModel } from '../../history/series.js';
import type { HistoryPoint } from '../../history/types.js';
import { forReport } from '../format/for-report.js';
import { html } from '../html/markup.js';
import { fillPage } from '../html/page.js';
import { historySection } from './section.js';

/** A history as one page that needs nothing else; the points in the order of their commits. */
export async function historyPage(points: readonly HistoryPoint[]): Promise<string> {
  return await fillPage({
    title: 'History - lupine-bench',
    header: html`<h1>History</h1>`,
    main: historySection(shownModel(points)),
    footer: html``,
    script: 'history',
  });
}

/**
 * What the charts of a history are made of, with every text of others as one line that shows all that is in it. Only texts are looked at: there
 * may be a hundred thousand values.
 */
export function shownModel(points: readonly HistoryPoint[]): HistoryModel {
  const { commits, metrics } = historyModel(points);
  return {
    commits: forReport(commits),
    metrics: metrics.map(({ series, ...metric }) => ({
      ...forReport(metric),
      series: series.map(({ values, changes, failures, ...texts }) => ({
        ...forReport(texts),
        ...{ values, changes, failures },
      })),
    })),
  };
}
