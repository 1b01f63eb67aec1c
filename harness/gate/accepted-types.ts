// SPDX-License-Identifier: Apache-2.0
import type { AppName, CommitHash, MetricName, ScenarioName, SystemName } from '../core/names.js';
import type { LongText } from '../core/text-types.js';

/**
 * A change for the worse to which a maintainer said yes. It holds for one base only, so it ends by itself: the next base has the
 * change in it.
 */
export interface AcceptedChange {
  scenario: ScenarioName;
  app: AppName;
  metric: MetricName;
  /** System of the head. */
  system: SystemName;
  /** Why it is worth it, for whoever reads this file. */
  because: LongText;
  /** Commit of the base when it was accepted; missing when the base was a run or a system. */
  commit?: CommitHash;
  /** The base's value when it was accepted, the median of its boots; missing when the base does not measure it. */
  base?: number;
  /** The head's value that was accepted; one that is worse by the margin is not. */
  head?: number;
}

/** Changes that were accepted: `lupine-accepted.yaml`, beside `lupine-bench.yaml` and reviewed like it. */
export interface AcceptedFile {
  /** In the order in which they were accepted. */
  accepted: AcceptedChange[];
}
