// SPDX-License-Identifier: Apache-2.0
import type {
  AppName,
  CommitHash,
  Count,
  FailureWord,
  MetricName,
  OneLine,
  Ordinal,
  ScenarioName,
  Sha256,
  SystemName,
} from '../core/names.js';
import type { GateVerdict, MetricVerdict } from '../gate/types.js';
import type { Clock, Direction, Unit } from '../metric/types.js';

/**
 * A value as it was measured: no metric is below zero, and none is near 2^53.
 * @minimum 0
 * @maximum 9007199254740991
 */
export type Measured = number;

/** The commit that a run has measured. */
export interface PointRevision {
  commit: CommitHash;
  /** When it was committed, in seconds since 1970, as its author's clock had it. */
  time: Count;
  /** How many commits come before it; greater than that of every ancestor. Missing where the clone was shallow. */
  ancestors?: Count | undefined;
  subject: OneLine;
  /** Branch on which it was, as far as was known. */
  branch?: OneLine | undefined;
}

/** One cell of a run, as history keeps it. */
export interface PointCell {
  scenario: ScenarioName;
  app: AppName;
  metric: MetricName;
  system: SystemName;
  title: OneLine;
  unit: Unit;
  direction: Direction;
  /** Program that ran the machine, and its version. */
  monitor: OneLine;
  /** Identity of the host; `any` under the deterministic clock. */
  host: OneLine;
  /** Digest of the parameters by which the scenario was run. */
  parameters: Sha256;
  /** Boots that gave a value. */
  n: Count;
  /** Missing where no boot gave a value. */
  median?: Measured | undefined;
  /** Ends of the interval; missing where it is the median alone. */
  low?: Measured | undefined;
  high?: Measured | undefined;
  /** Why there is no value, or one boot less. */
  failure?: FailureWord | undefined;
  /** What a comparison made of it, when the run was compared. */
  verdict?: MetricVerdict | undefined;
}

/** One run at one commit: a file of a history. */
export interface HistoryPoint {
  format: 1;
  revision: PointRevision;
  run: {
    id: OneLine;
    /** Digest of its plan. */
    plan: Sha256;
    /** True when every planned boot was made. */
    complete: boolean;
  };
  clock: Clock;
  clockDefinition: Ordinal;
  /** Of the comparison, when the run was compared. */
  verdict?: GateVerdict | undefined;
  cells: PointCell[];
}
