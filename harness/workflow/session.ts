// SPDX-License-Identifier: Apache-2.0
import type { Progress } from '../core/progress.js';
import type { EmulatedTimes } from '../summary/emulated.js';

/** What a workflow knows of the terminal and of the wish to stop. */
export interface Session {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once. */
  signal: AbortSignal;
  progress: Progress;
  /** True when stdout may carry colours. */
  color: boolean;
  /** Columns of stdout; 100 when it is no terminal. */
  width: number;
  /** Writes a result to stdout. */
  print: (text: string) => void;
  /** Writes a report for a terminal to stdout, with its colours. */
  printReport: (text: string) => void;
  /** Writes lines that GitHub's runner obeys, made of `forGithubMessage` and `forGithubProperty` only, to stdout as they are. */
  printCommands: (text: string) => void;
  /** What becomes of times of emulated hosts; refused when missing. */
  emulated?: EmulatedTimes | undefined;
  /** Said when the run is interrupted: how to go on. */
  hint: string;
}
