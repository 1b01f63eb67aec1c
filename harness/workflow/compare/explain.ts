// SPDX-License-Identifier: Apache-2.0
import { BenchError, usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { suggest } from '../../core/suggest.js';
import type { MetricComparison } from '../../gate/types.js';
import { explainText } from '../../report/gate/explain.js';
import type { Session } from '../session.js';
import { type StoredComparison, findComparison, requireStored } from './stored.js';

/** Why a metric has its verdict in a comparison. */
export interface ExplainedVerdict {
  /** File of the comparison. */
  file: string;
  /** The metric on each app and system. */
  metrics: MetricComparison[];
  text: string;
}

/**
 * Everything behind the verdict of a metric in the comparison of a run.
 * @throws BenchError (exit 2) `METRIC_UNKNOWN`, and as {@link requireStored}.
 */
export async function explainVerdict(
  metric: string,
  run: string,
  results: string,
): Promise<ExplainedVerdict> {
  const stored = await requireStored(run, results);
  const explained = explainIn(metric, stored);
  if (explained !== undefined) return explained;
  const known = [...new Set(stored.document.metrics.map((one) => one.metric))];
  const message = `${displayPath(stored.path)} has no metric "${metric}".`;
  throw usageError('METRIC_UNKNOWN', message, suggest(metric, known));
}

/** The same of the newest comparison, which nobody asked for: nothing where it has no such metric, and a note where it cannot be used. */
export async function explainNewest(
  metric: string,
  results: string,
  { progress }: Pick<Session, 'progress'>,
): Promise<ExplainedVerdict | undefined> {
  try {
    const stored = await findComparison(undefined, results);
    return stored === undefined ? undefined : explainIn(metric, stored);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    progress.note(`warning: ${error.code}: ${error.message}`);
    return undefined;
  }
}

function explainIn(metric: string, { path, document }: StoredComparison): ExplainedVerdict | undefined {
  const metrics = document.metrics.filter((one) => one.metric === metric);
  if (metrics.length === 0) return undefined;
  const file = displayPath(path);
  return { file, metrics, text: explainText({ ...document, metrics }, file) };
}
