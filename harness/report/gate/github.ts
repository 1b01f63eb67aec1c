// SPDX-License-Identifier: Apache-2.0
import { basename, join } from 'node:path';
import { forGithubMessage, forGithubProperty } from '../../core/sinks.js';
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { isGreen } from '../../gate/verdict.js';
import { forReport } from '../format/for-report.js';
import { oneLine } from './words.js';

/** Metrics that are annotated, before one that counts the others: GitHub shows ten of a step and drops all others without a word. */
const MOST = 9;

/** Where an annotation is shown. */
export interface AnnotationPlace {
  /** Path from the top of the checkout. */
  file: string;
  line: number;
}

/**
 * A comparison as workflow commands of GitHub Actions: an error for each metric that is worse, a warning for each of which nothing
 * is known, a notice for each that was accepted, the worst first, and how many more there are. Source: GitHub's "Workflow commands for GitHub Actions".
 * @param placeOf the line where a reader can change what is measured, and how much worse counts.
 */
export async function githubAnnotations(
  comparison: ComparisonDocument,
  placeOf: (metric: MetricComparison) => Promise<AnnotationPlace | undefined>,
): Promise<string> {
  const kinds = new Map(comparison.metrics.map((metric) => [metric, kindOf(metric)]));
  const named = KINDS.flatMap((kind) => comparison.metrics.filter((metric) => kinds.get(metric) === kind));
  const lines: string[] = [];
  for (const metric of named.slice(0, MOST))
    lines.push(commandOf(kinds.get(metric) ?? 'notice', metric, await placeOf(metric)));
  const [next, ...others] = named.slice(MOST);
  if (next !== undefined)
    lines.push(`::${kinds.get(next) ?? 'notice'} title=lupine-bench::${others.length + 1} more`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Kinds of annotations, the worst first. */
const KINDS = ['error', 'warning', 'notice'] as const;

function kindOf({ verdict }: MetricComparison): (typeof KINDS)[number] | undefined {
  if (verdict === 'regression') return 'error';
  if (!isGreen(verdict)) return 'warning';
  return verdict === 'accepted' ? 'notice' : undefined;
}

function commandOf(
  kind: (typeof KINDS)[number],
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
    accepted: count('accepted'),
    inconclusive: count('inconclusive', 'could not measure', 'host not fit', 'not comparable'),
    'report-path': forReport(dir === undefined ? '' : join(dir, 'report', 'index.html')),
    'results-path': forReport(dir ?? ''),
    'run-id': forReport(basename(dir ?? '')),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
