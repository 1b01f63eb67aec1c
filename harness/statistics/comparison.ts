// SPDX-License-Identifier: Apache-2.0

/** How two values are set against each other: the system's divided by the baseline's, or less the baseline's. */
export type Operation = 'ratio' | 'difference';

/** A system's value set against the baseline's. A ratio has no unit, a difference that of the values. */
export interface Comparison {
  value: number;
  low: number;
  high: number;
  /** Pairs of boots behind the value; where none were paired the smaller number of boots. */
  n: number;
  /** What the interval is, in words, e.g. `range of 3 paired boots`. */
  interval: string;
  /** How it was computed: `exact` is of two constants, `paired` compares boot by boot, `baseline` is a cell against itself. */
  method: 'baseline' | 'exact' | 'paired' | 'unpaired';
}

/** Values of a system and the baseline that were taken side by side. */
export interface ValuePair {
  value: number;
  baseline: number;
}
