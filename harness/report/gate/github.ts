// SPDX-License-Identifier: Apache-2.0
import { basename, join } from 'node:path';
import { forGithubMessage, forGithubProperty } from '../../core/sinks.js';
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { forReport } from '../format/for-report.js';
import { oneLine } from './words.js';

/** Metrics that are annotated, before one that counts the others: GitHub shows ten of a step and drops all others without a word. */
const MOST = 9;

/** Verdicts that need no annotation. */
const GREEN: readonly string[] = ['pass', 'improvement', 'accepted', 'new'];

/** Where an annotation is shown. */
export interface AnnotationPlace {
  /** Path from the top of the checkout. */
  file: string;
  line: number;
}

/**
 * A comparison as workflow commands of GitHub Actions: an error for each metric that is worse, a warning for each of which nothing
 * is known, the worst first, and how many more there are. Source: GitHub's "Workflow commands for GitHub Actions".
 * @param placeOf the line where a reader can change what is measured, and how much worse counts.
 */
export async function githubAnnotations(
  comparison: ComparisonDocument,
  placeOf: (metric: MetricComparison) => Promise<AnnotationPlace | undefined>,
): Promise<string> {
  const isWorse = ({ verdict }: MetricComparison): boolean => verdict === 'regression';
  const isUnknown = ({ verdict }: MetricComparison): boolean =>
    verdict !== 'regression' && !GREEN.includes(verdict);
  const { metrics } = comparison;
  const named = [...metrics.filter(isWorse), ...metrics.filter(isUnknown)];
  const lines: string[] = [];
  for (const metric of named.slice(0, MOST))
    lines.push(commandOf(isWorse(metric) ? 'error' : 'warning', metric, await placeOf(metric)));
  const more = named.length - lines.length;
  if (more > 0)
    lines.push(`::${named.slice(MOST).some(isWorse) ? 'error' : 'warning'} title=lupine-bench::${more} more`);
  return lines.map((line) => `${line}\n`).join('');
}

function commandOf(
  kind: 'error' | 'warning',
  metric: MetricComparison,
  place: AnnotationPlace | undefined,
): string {
  const shown = forReport(metric);
  const where =
    place === undefined ? '' : `file=${forGithubProperty(forReport(place.file))},line=${place.line},`;
  const title = forGithubProperty(`${shown.verdict}: ${shown.title}`);
  return `::${kind} ${where}title=${title}::${forGithubMessage(oneLine(shown))}`;
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
    'report-path': forReport(dir === undefined ? '' : join(dir, 'report', 'index.html')),
    'results-path': forReport(dir ?? ''),
    'run-id': forReport(basename(dir ?? '')),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
