// SPDX-License-Identifier: Apache-2.0
import type { Clock, Direction, Unit } from '../metric/types.js';
import type { Rate } from '../statistics/index.js';

/** What can be said of one metric. `new`: the base has nothing to compare it with. */
export type MetricVerdict =
  'pass' | 'improvement' | 'regression' | 'inconclusive' | 'could not measure' | 'not comparable' | 'new';

/** What can be said of all of them. `host not fit`: the control, which compares a side with itself, saw a difference. */
export type GateVerdict = MetricVerdict | 'host not fit';

/** A rule that was applied, and what came of it, for `explain`. */
export interface RuleOutcome {
  /** e.g. `every boot of a side is equal`. */
  rule: string;
  /** e.g. `3 of 3 boots of lupine-hello have 7,269,985 vns`. */
  outcome: string;
  /** Whether it held. */
  held: boolean;
}

/** What a rule made of the values of two sides. */
export interface Decision {
  verdict: MetricVerdict;
  /** Stable code of the reason where there is no number, e.g. `NOT_DETERMINISTIC`. */
  code?: string;
  /** The reason in a sentence. */
  reason: string;
  /** Head divided by base; missing where there is no such number. */
  ratio?: number;
  /** Bounds of the ratio, 99 % each; equal to it where both sides are exact. */
  low?: number;
  high?: number;
  /** The least ratio in the bad direction that these boots would have shown, four times of five. */
  seen?: number;
  rules: RuleOutcome[];
}

/** A function that makes a metric another, with its own instructions on each side. */
export interface ChangedFunction {
  name: string;
  /** File of its source, or the program that it is in. */
  where: string;
  before: number;
  after: number;
}

/** Values of one side, in the order of their boots. */
export interface SideValues {
  n: number;
  /** Median; missing where there are no values. */
  median?: number;
  values: number[];
}

/** One metric of a comparison. */
export interface MetricComparison extends Decision {
  scenario: string;
  app: string;
  metric: string;
  title: string;
  unit: Unit;
  direction: Direction;
  /** The systems of the two sides; equal where two runs of one are compared. */
  system: { base: string; head: string };
  /** How much worse counts as nothing, as a part of the base: 0.01 is 1 %. */
  margin: number;
  base: SideValues;
  head: SideValues;
  /** What the control made of a side against itself; missing where no boots were left for it. */
  control?: { fired: boolean; low: number; high: number };
  /** Why: the functions that changed most, from a profile of each side; missing where none was made. */
  functions?: ChangedFunction[];
}

/** A comparison as it is written to `comparison.json`. */
export interface ComparisonDocument {
  format: 1;
  /** What was compared, as the user named it. */
  base: string;
  head: string;
  clock: Clock;
  verdict: GateVerdict;
  /** Metrics, the worst first. */
  metrics: MetricComparison[];
  /** How often the control fired; missing where there was none. */
  control?: Rate;
  notes: string[];
}
