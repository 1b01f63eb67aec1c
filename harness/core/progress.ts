// SPDX-License-Identifier: Apache-2.0

/** Where long work says how far it is. Messages go to stderr; a silent one is for tests and `--quiet`. */
export interface Progress {
  /** A new stage of the work; shown at once. */
  step(text: string): void;
  /**
   * How far the current stage is: 0 to 1, and how many seconds the whole stage is expected to take.
   * @param text always the same for a stage.
   * @param detail what it does at the moment; shown instead of the text where the line is drawn anew.
   */
  ratio(text: string, done: number, expectedSeconds: number, detail?: string): void;
  /** A fact worth a line that stays. */
  note(text: string): void;
  /** The work is over: leaves a clean line. */
  end(): void;
}

const nothing = (): void => undefined;

/** Says nothing. */
export const silent: Progress = { step: nothing, ratio: nothing, note: nothing, end: nothing };

/** Seconds left: the estimate from before at first, the observed pace more and more. */
export function secondsLeft(spent: number, done: number, expected: number): number {
  const byPace = done > 0 ? (spent / done) * (1 - done) : expected;
  const byEstimate = Math.max(expected - spent, 0);
  return byPace * done + byEstimate * (1 - done);
}
