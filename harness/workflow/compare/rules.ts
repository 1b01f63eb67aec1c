// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { readAccepted } from '../../gate/accepted-file.js';
import type { AcceptedChange } from '../../gate/accepted-types.js';
import { readFailOn } from '../../gate/fail-on.js';
import { ALL_METRICS, type Margins, readMargins } from '../../gate/margin.js';
import type { FailOn } from '../../gate/types.js';
import { projectFolder } from '../project-folder.js';

/** How a comparison is to be judged. */
export interface RuleWishes {
  /** e.g. `0.5%` and `boot.guest=0.1%`. */
  margin?: readonly string[] | undefined;
  /** e.g. `regression`, `none`, or `boot.guest`. */
  failOn?: readonly string[] | undefined;
}

/** By what a comparison is judged. */
export interface Rules {
  margins: Margins;
  failOn: FailOn;
  accepted: AcceptedChange[];
}

/**
 * What the command line, the project and its accepted changes say.
 * @throws BenchError (exit 2) as `readMargins`, `readFailOn` and `readAccepted`.
 */
export async function readRules(
  { margin = [], failOn }: RuleWishes,
  environment: Environment,
): Promise<Rules> {
  return {
    margins: readMargins(margin, environment.project?.margins),
    failOn: readFailOn(failOn),
    accepted: await readAccepted(projectFolder(environment)),
  };
}

/**
 * Refuses names of metrics that are not compared: they would change nothing, and nobody would know.
 * @throws BenchError `METRIC_UNKNOWN` (exit 2).
 */
export function requireMetrics(
  { margins, failOn }: Pick<Rules, 'margins' | 'failOn'>,
  others: readonly string[],
  known: ReadonlySet<string>,
): void {
  const named = [...margins.given.keys()].filter((name) => name !== ALL_METRICS);
  const missing = [...others, ...named, ...(failOn.metrics ?? [])].find((name) => !known.has(name));
  if (missing === undefined) return;
  throw usageError('METRIC_UNKNOWN', `neither side has a metric "${missing}".`, suggest(missing, [...known]));
}
