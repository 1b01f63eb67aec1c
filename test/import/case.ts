// SPDX-License-Identifier: Apache-2.0
import type { Logs } from '../support/import-case.js';

/** An input of a user, and the answer that is right. */
export interface Case {
  what: string;
  logs: Logs;
  exit: number;
  /** `CODE: message` of each, in order; none when missing. */
  problems?: readonly RegExp[];
  /** By system and metric, in order of the runs. */
  values?: Record<string, number[]>;
}
