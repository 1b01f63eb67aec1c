// SPDX-License-Identifier: Apache-2.0
import type { MetricComparison } from '../../gate/types.js';

/** What the boots of a gate came to. */
export interface MeasuredGate {
  metrics: MetricComparison[];
  notes: string[];
  /** Folder of the run, or of the head's. */
  dir: string;
}
