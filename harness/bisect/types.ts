// SPDX-License-Identifier: Apache-2.0

/** What came of a point: a value of the metric, or why there is none. */
export type Measured = { value: number } | { skipped: string };

/** Something between good and bad that can be measured: a commit, or a set of options. */
export interface BisectPoint {
  /** What tells it from the others, also in another process: a commit's hash, a digest of options. */
  id: string;
  /** One line for readers: what the step to this point changed. */
  title: string;
}

/** When a search says that something changed, and when it ends. */
export interface SearchLimits {
  /** A difference up to this, in the metric's unit, is no change. */
  margin: number;
  /** How many changes are found to the end. */
  most: number;
}

/**
 * How a change was found. `step`: between two points next to each other. `skipped`: points between them could not be measured.
 * `apart`: there are larger ones, and this one was not looked into.
 */
export type FindingKind = 'step' | 'skipped' | 'apart';

/** A change of the metric. */
export interface Finding {
  kind: FindingKind;
  /** Index of the last point that does not have it. */
  before: number;
  /** Index of the first point that has it. */
  after: number;
  /** What the metric changed by. */
  difference: number;
}

/** What a search found. */
export interface SearchResult {
  /** Largest first. */
  findings: Finding[];
  /** What all findings leave of the difference between both ends: many small changes, or one there and another back. */
  rest: number;
}

/** What a search does next. */
export type Decision = { measure: number } | { result: SearchResult };
