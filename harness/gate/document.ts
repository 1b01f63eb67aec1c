// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';
import { expiredChanges, withAcceptance } from './accept.js';
import type { AcceptedChange } from './accepted-types.js';
import { FAIL_ON_ALL } from './fail-on.js';
import { controlRate, withHostInMind } from './fit.js';
import type { ComparisonDocument, FailOn, MetricComparison } from './types.js';
import { exitUnder, verdictOf, worstFirst } from './verdict.js';

/** What a comparison is made of. */
export interface ComparisonParts {
  base: string;
  head: string;
  /** Commit of the base, where it is one. */
  baseCommit?: string | undefined;
  clock: Clock;
  /** Each by itself: what the host and the maintainers have to say of them comes here. */
  metrics: readonly MetricComparison[];
  /** Changes that were accepted, of any base. */
  accepted?: readonly AcceptedChange[] | undefined;
  /** Everything that is not green when missing. */
  failOn?: FailOn | undefined;
  notes: readonly string[];
  /** The command that makes the comparison again. */
  command?: string | undefined;
}

/** The document of a comparison: its verdict and its exit code follow from its metrics. */
export function comparisonDocument(parts: ComparisonParts): ComparisonDocument {
  const { base, head, baseCommit, clock, accepted = [], failOn = FAIL_ON_ALL, notes, command = '' } = parts;
  const control = controlRate(parts.metrics);
  const metrics = worstFirst(
    withHostInMind(parts.metrics, clock).map((metric) => withAcceptance(metric, accepted, baseCommit)),
  );
  return {
    ...{ format: 2, base, head, clock },
    ...(baseCommit === undefined ? {} : { baseCommit }),
    ...{ verdict: verdictOf(metrics), failOn, exit: exitUnder(metrics, failOn), metrics },
    ...(control === undefined ? {} : { control }),
    expired: expiredChanges(metrics, accepted, baseCommit),
    ...{ notes: [...notes], command },
  };
}

/** In what a document contradicts itself, a clause; nothing when it does not. */
export function documentFault({ verdict, exit, metrics, failOn }: ComparisonDocument): string | undefined {
  if (verdict !== verdictOf(metrics)) return 'its verdict is not that of its metrics';
  return exit === exitUnder(metrics, failOn) ? undefined : 'its exit code is not that of its metrics';
}
