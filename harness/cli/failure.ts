// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT, type FailureCode } from '../core/errors.js';
import { AFTER_FULL_DISK, hasCode, isFull } from '../core/files.js';
import { reasonOf } from '../core/reason.js';
import { forTerminalLines } from '../core/sinks.js';

/** What decides how the end of the program is told. */
export interface Ending {
  /** Aborted when somebody said stop. */
  signal: AbortSignal;
  /** How to go on after that; empty when there is nothing to go on with. */
  hint: string;
}

/** Exit code for whatever ended the program; never that of a verdict. */
export function exitCodeOf(error: unknown, { signal }: Pick<Ending, 'signal'>): FailureCode {
  if (signal.aborted) return EXIT.interrupted;
  if (isFileError(error)) return isFull(error) ? EXIT.couldNotMeasure : EXIT.usage;
  return error instanceof BenchError ? error.exit : EXIT.couldNotMeasure;
}

/** What the user reads on stderr when the program ends with an error; it may quote a file or a guest. */
export function failureText(error: unknown, session: Ending): string {
  return forTerminalLines(plainText(error, session));
}

function plainText(error: unknown, { signal, hint }: Ending): string {
  if (signal.aborted)
    return `interrupted; everything measured so far is kept.${hint === '' ? '' : ` Continue with: ${hint}`}\n`;
  if (error instanceof BenchError)
    return `error ${error.code}: ${quoted(error.message)}\n  next: ${quoted(error.next)}\n`;
  if (isFull(error)) {
    return `error DISK_FULL: ${reasonOf(error)}.\n  next: ${AFTER_FULL_DISK}\n`;
  }
  if (isFileError(error)) {
    return `error FILE_ERROR: ${reasonOf(error)}.\n  next: check that this path is what you mean, exists and may be written to by you.\n`;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error INTERNAL: this is a defect of lupine-bench.\n  next: report it with these lines.\n${detail}\n`;
}

/** Further lines, a tool's last ones for example, cannot be taken for lines of ours. */
function quoted(message: string): string {
  const [first = '', ...others] = message.split('\n');
  return [first, ...others.map((line) => `  | ${line.trim()}`)].join('\n');
}

/** An error of the file system that comes from where the user pointed us, not from a defect. */
function isFileError(error: unknown): error is Error {
  return hasCode(
    error,
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOTDIR',
    'EISDIR',
    'ELOOP',
    'EEXIST',
    'ENAMETOOLONG',
    'ENOSPC',
    'EDQUOT',
  );
}
