// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path';
import { forGithubMessage, forGithubProperty } from '../../core/sinks.js';
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { forReport } from '../format/for-report.js';
import { oneLine } from './words.js';

/** Annotations of a kind that GitHub shows for a step; it drops all others without a word. */
const MOST = 10;

/**
 * A comparison as workflow commands of GitHub Actions: an error for each metric that is worse, a warning for each of which nothing
 * is known, the worst first, and how many more there are. Source: GitHub's "Workflow commands for GitHub Actions".
 */
export function githubAnnotations(comparison: ComparisonDocument): string {
  const { metrics } = forReport(comparison);
  const worse = metrics.filter(({ verdict }) => verdict === 'regression');
  const unknown = metrics.filter(
    ({ verdict }) => !['regression', 'pass', 'improvement', 'new'].includes(verdict),
  );
  return [...commands('error', worse), ...commands('warning', unknown)].map((line) => `${line}\n`).join('');
}

function commands(kind: 'error' | 'warning', metrics: readonly MetricComparison[]): string[] {
  const most = metrics.length > MOST ? MOST - 1 : MOST;
  const shown = metrics.slice(0, most).map((metric) => {
    const { verdict, scenario, title } = metric;
    // The scenario is where a reader can change what is measured, and how much worse counts.
    const where = `file=scenarios/${forGithubProperty(scenario)}.yaml,line=1,title=${forGithubProperty(`${verdict}: ${title}`)}`;
    return `::${kind} ${where}::${forGithubMessage(oneLine(metric))}`;
  });
  const more = metrics.length - shown.length;
  return more === 0 ? shown : [...shown, `::${kind} title=lupine-bench::${more} more`];
}

/**
 * A comparison as outputs of a step, a line each: verdict, counts, and the run's folder and name.
 * @param dir folder of the head's run; missing where nothing was measured.
 */
export function githubOutputs({ verdict, metrics }: ComparisonDocument, dir: string | undefined): string {
  const count = (...wanted: MetricComparison['verdict'][]): number =>
    metrics.filter((metric) => wanted.includes(metric.verdict)).length;
  const outputs = {
    verdict,
    regressions: count('regression'),
    improvements: count('improvement'),
    inconclusive: count('inconclusive', 'could not measure', 'not comparable'),
    'results-path': forReport(dir ?? ''),
    'run-id': forReport(basename(dir ?? '')),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
