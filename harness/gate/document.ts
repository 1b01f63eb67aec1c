// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../metric/types.js';
import type { ComparisonDocument, MetricComparison } from './types.js';
import { controlRate, verdictOf } from './verdict.js';

/** What a comparison is made of, beside its metrics. */
export interface ComparisonParts {
  base: string;
  head: string;
  clock: Clock;
  metrics: MetricComparison[];
  notes: string[];
}

/** The document of a comparison: its verdict follows from its metrics. */
export function comparisonDocument({ metrics, ...parts }: ComparisonParts): ComparisonDocument {
  const control = controlRate(metrics);
  return {
    ...{ format: 1, ...parts, verdict: verdictOf(metrics), metrics },
    ...(control === undefined ? {} : { control }),
  };
}
