// SPDX-License-Identifier: Apache-2.0

/** Where long work says how far it is. Messages go to stderr; a silent one is for tests and `--quiet`. */
export interface Progress {
  /** A new stage of the work; shown at once. */
  step(text: string): void;
  /** How far the current stage is: 0 to 1, and how many seconds the whole stage is expected to take. */
  ratio(text: string, done: number, expectedSeconds: number): void;
  /** A fact worth a line that stays. */
  note(text: string): void;
  /** The work is over: leaves a clean line. */
  end(): void;
}

const nothing = (): void => undefined;

/** Says nothing. */
export const silent: Progress = { step: nothing, ratio: nothing, note: nothing, end: nothing };
