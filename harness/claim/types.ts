// SPDX-License-Identifier: Apache-2.0
import type { ClaimName, MetricName, SystemPattern } from '../core/names.js';
import type { LongText, PlainName, ShortText } from '../core/text-types.js';

/** Where a published figure comes from; `reports/published.yaml` says what each is. */
export type SourceId = 'SL' | 'LOG' | 'NOTE' | 'UK';

/** What our side may differ in from the paper's; each is one sentence beside a verdict. */
export type Difference =
  'kernel' | 'mitigations' | 'clock' | 'program' | 'loopback' | 'link-layout' | 'crossing' | 'dependencies';

/** Where our two values come from. */
export interface CheckedCell {
  /** Scenario of `scenarios/` that measures it. */
  scenario: PlainName;
  app: PlainName;
  metric: MetricName;
}

/** What is made of our two values. */
export interface ComparedPair {
  /** Their quotient, or how much more the system has, in the metric's unit. */
  of: 'ratio' | 'difference';
  /** System whose value is judged; `lupine-<app>` stands for the variant made for the app. */
  system: SystemPattern;
  /** System that it is compared with. */
  baseline: SystemPattern;
}

/** A published number, and when ours is as good. */
export interface PublishedNumber {
  /** On which side of the number a value is at least as good as it. */
  comparison: 'at most' | 'at least';
  /** A ratio, or a difference in the metric's unit. */
  value: number;
  /**
   * Share of the value by which ours may be worse and still be of the same size.
   * @minimum 0
   * @maximum 0.2
   */
  tolerance: number;
  /** The number in the paper's terms, e.g. `4 MB, 27 %`. */
  words: ShortText;
  source: SourceId;
}

/** A part of a claim that can be measured: one number of ours against one published number. */
export interface Check {
  /** What is compared, a few words. */
  what: ShortText;
  cell: CheckedCell;
  pair: ComparedPair;
  published: PublishedNumber;
}

/** A part of a claim for which nothing exists here yet. */
export interface MissingPart {
  /** What it would say, a few words. */
  what: ShortText;
  /** Systems, apps or scenarios that it needs. */
  needs: ShortText;
  /** True when the claim has no verdict without it. */
  decisive: boolean;
}

/** One statement of the paper. */
export interface Claim {
  /** Name on the command line. */
  id: ClaimName;
  /** What the paper says, in our words, one sentence. */
  statement: LongText;
  /** The published figure, in words. */
  published: LongText;
  /** @minItems 1 */
  sources: SourceId[];
  /** How it is measured here where that is not how the paper did it, one or two sentences. */
  note?: LongText;
  /** Why it cannot be measured here at all; such a claim has no checks. */
  unmeasurable?: LongText;
  /** What our side differs in, for the reader of a verdict. */
  differs: Difference[];
  checks: Check[];
  missing: MissingPart[];
}

/** `reports/claims.yaml`: every claim of the paper that is looked at. */
export interface ClaimsFile {
  /** @minItems 1 */
  claims: Claim[];
}
