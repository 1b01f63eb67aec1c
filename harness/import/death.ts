// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../core/errors.js';
import { type Foreign, beginning, says, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { NumberedLine } from '../workload/printed-text.js';

/** What a shell says of a program that it could not start, or that was ended. */
const SHELL_DEATH =
  /^.{0,200}: (?:command not found|not found|No such file or directory|Permission denied)$|^(?:\S{1,100}: line [0-9]+: +[0-9]+ )?(?:Killed|Terminated|Segmentation fault|Aborted|Bus error)\b|^timeout: /;

const TROUBLE =
  /\b(?:not found|no such file|refused|cannot|can't|could not|unable|errors?|failed|killed|segmentation fault|timed out|aborted|denied|reset by peer|panic)\b/i;

/** Characters of a line that are looked at. */
const LOOKED_AT = 400;

/** True for a line that says that a program could not be started, or was ended from outside. */
export function isShellDeath(line: Foreign): boolean {
  return says(beginning(line, LOOKED_AT), SHELL_DEATH);
}

/** True for a line that speaks of trouble in any words; for places where harmless ones are passed over. */
export function isTrouble(line: Foreign): boolean {
  return says(beginning(line, LOOKED_AT), TROUBLE);
}

/** The error for a run in which the client died, with its own words. */
export function clientDeath(path: string, client: string, line: NumberedLine): BenchError {
  return measureError(
    'CLIENT_FAILED',
    `${path}:${line.number}: ${client} ended with "${printable(trimmed(line.text), 200)}".`,
    'Find out why in the log of the server; this run has no value.',
  );
}
