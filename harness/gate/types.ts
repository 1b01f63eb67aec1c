// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../core/errors.js';
import type {
  AppName,
  CommitHash,
  Count,
  FailureWord,
  MetricName,
  OneLine,
  Ordinal,
  ScenarioName,
} from '../core/names.js';
import type { Clock, Direction, Unit } from '../metric/types.js';
import type { Rate } from '../statistics/index.js';
import type { AcceptedChange } from './accepted-types.js';

/**
 * What can be said of one metric. `host not fit`: the control, which compares a side with itself, saw a difference, so that nothing
 * that was timed there is believed. `accepted`: it is worse, and a maintainer said yes to that. `new`: the base has nothing to compare it
 * with.
 */
export type MetricVerdict =
  | 'pass'
  | 'improvement'
  | 'accepted'
  | 'regression'
  | 'inconclusive'
  | 'could not measure'
  | 'host not fit'
  | 'not comparable'
  | 'new';

/** What can be said of all of them. */
export type GateVerdict = Exclude<MetricVerdict, 'accepted' | 'new'>;

/** A verdict that may be let through; what could not be measured may not. */
export type FailVerdict = 'regression' | 'not comparable' | 'inconclusive';

/** What ends with another exit code than 0. */
export interface FailOn {
  verdicts: FailVerdict[];
  /** Only these metrics; all of them when missing. */
  metrics?: MetricName[];
}

/** Who says how much worse counts as nothing. */
export type MarginOrigin = 'command line' | 'project' | 'scenario' | 'default';

/** A rule that was applied, and what came of it, for `explain`. */
export interface RuleOutcome {
  /** e.g. `every boot of a side is equal`. */
  rule: Sentence;
  /** e.g. `3 of 3 boots of lupine-hello have 7,269,985 vns`. */
  outcome: Sentence;
  /** Whether it held. */
  held: boolean;
}

/**
 * Words for a reader.
 * @maxLength 100000
 */
export type Sentence = string;

/** What a rule made of the values of two sides. */
export interface Decision {
  verdict: GateVerdict | 'new';
  /** Stable code of the reason where there is no number, e.g. `NOT_DETERMINISTIC`. */
  code?: FailureWord;
  /** The reason in a sentence. */
  reason: Sentence;
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
  name: Sentence;
  /** File of its source, or the program that it is in. */
  where: Sentence;
  before: number;
  after: number;
}

/** Values of one side, in the order of their boots. */
export interface SideValues {
  n: Count;
  /** Median; missing where there are no values. */
  median?: number;
  values: number[];
}

/** Values of boots that took turns. */
export interface ComparedPair {
  boot: Ordinal;
  /** Of the head. */
  value: number;
  /** Of the base. */
  baseline: number;
}

/** What a side against itself looks like, as bounds of a ratio that should be 1. */
export interface Control {
  /** Pairs of boots of the side. */
  n: Count;
  /** True when the bounds exclude what the margin allows: a host on which this happens shows differences that are none. */
  fired: boolean;
  low: number;
  high: number;
}

/** The control of one side. */
export interface SideControl extends Control {
  side: 'base' | 'head';
}

/** One metric of a comparison. */
export interface MetricComparison extends Omit<Decision, 'verdict'> {
  verdict: MetricVerdict;
  scenario: ScenarioName;
  app: AppName;
  metric: MetricName;
  title: OneLine;
  unit: Unit;
  direction: Direction;
  /** The systems of the two sides; equal where two runs of one are compared. */
  system: { base: OneLine; head: OneLine };
  /**
   * How much worse counts as nothing, as a part of the base: 0.01 is 1 %.
   * @minimum 0
   * @maximum 1
   */
  margin: number;
  /** Who says so. */
  marginFrom: MarginOrigin;
  base: SideValues;
  head: SideValues;
  /** Boots that took turns; missing where none did. */
  pairs?: ComparedPair[];
  /** What the control made of each side against itself; missing where no side had enough boots for it. */
  controls?: SideControl[];
  /** Why a maintainer said yes to it. */
  because?: Sentence;
  /** Why: the functions that changed most, from a profile of each side; missing where none was made. */
  functions?: ChangedFunction[];
}

/** A comparison as it is written to `comparison.json`. */
export interface ComparisonDocument {
  format: 2;
  /** What was compared, as the user named it. */
  base: OneLine;
  head: OneLine;
  /** The commit of the base, where it is one. */
  baseCommit?: CommitHash;
  clock: Clock;
  verdict: GateVerdict;
  /** What fails, and the exit code that follows. */
  failOn: FailOn;
  exit: ExitCode;
  /** Metrics, the worst first. */
  metrics: MetricComparison[];
  /** How often the control fired; missing where there was none. */
  control?: Rate;
  /** What was accepted against another base: it counts no longer, and is to be removed. */
  expired: AcceptedChange[];
  notes: Sentence[];
  /** The command that makes the comparison again. */
  command: Sentence;
}
