// SPDX-License-Identifier: Apache-2.0
import type { MeasuredComparison, Obstacle } from '../comparison/index.js';
import type { Clock } from '../metric/types.js';
import type { Check, Claim, Difference } from './types.js';
import type { Compatibility, Source } from './published-types.js';
import type { Verdict } from './verdict.js';

/** A check with our number, or why there is none. */
export interface CheckResult extends Check {
  /** Names of the two systems, `<app>` replaced. */
  names: { system: string; baseline: string };
  ours?: MeasuredComparison;
  obstacle?: Obstacle;
  verdict: Verdict;
}

/** A way in which our side differs from the paper's. */
export interface Reason {
  id: Difference;
  /** One clause, for the clock and the kernel of the run. */
  text: string;
}

/** A claim with its verdict. */
export interface ClaimResult extends Pick<
  Claim,
  'id' | 'statement' | 'published' | 'sources' | 'note' | 'missing'
> {
  verdict: Verdict;
  /** What stands behind a verdict that is no number: missing systems, or why nothing can be measured. Else empty. */
  because: string;
  /** What our side differs in from the paper's. */
  reasons: Reason[];
  checks: CheckResult[];
  /** True when a check that this harness can make has no settled number: the exit code is then 3. */
  inconclusive: boolean;
}

/** `claims.json`: the claims of one run. */
export interface ClaimsDocument {
  format: 1;
  clock: Clock;
  host: string;
  /** True when every planned boot of the run has been made. */
  complete: boolean;
  /** Hosts with an emulated processor, of times that were judged all the same; missing when there are none. */
  emulated?: string[];
  sources: Source[];
  /** What programs each system runs, as published; missing in documents of earlier versions. */
  compatibility?: Compatibility[] | undefined;
  claims: ClaimResult[];
}
