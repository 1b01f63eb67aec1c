// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type BenchError, usageError } from '../core/errors.js';
import { type Foreign, rawText } from '../core/foreign.js';
import { displayPath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { decodeLog } from './decode.js';
import { readLogBytes } from './read-file.js';
import { type KnownNames, SYSTEM_NAME, systemOf } from './system-name.js';
import type { LogFile } from './types.js';

/** Of Linux. */
const LONGEST_PATH = 4096;

/** A name without slashes before the sign: what has one is a path that happens to contain the sign. */
const NAMED = /^([^=/]*)=(.+)$/s;

/**
 * Reads the log files of a command line. Each is `<system>=<file>`, or a file whose name says the system.
 * @throws BenchError (exit 2) `LOG_SYSTEM_UNKNOWN`, `LOG_UNREADABLE`, `LOG_TOO_LARGE` or `LOG_LINE_LENGTH`, naming the file.
 */
export async function readLogs(args: readonly string[], names: KnownNames): Promise<LogFile[]> {
  const asked = args.map((arg) => askedOf(arg, names));
  const logs: LogFile[] = [];
  let lines = 0;
  // One after the other: many large files at once would not fit into memory.
  for (const { path, system } of asked) {
    const shown = printable(displayPath(path), LONGEST_PATH);
    const bytes = await readLogBytes(path, shown);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const text = decodeLog(bytes, shown);
    lines += linesIn(text, shown);
    if (lines > MOST_LINES) throw tooManyLines(shown, logs.length);
    logs.push({ path: shown, system, sha256, text });
  }
  return logs;
}

/** Lines of all logs together: more than any series of runs leaves, and what a computer of today holds. */
const MOST_LINES = 2_000_000;

/** Characters of a line, with whatever a carriage return overwrote: an hour of progress, and far more than any client prints. */
const LONGEST_LINE = 1024 * 1024;

function linesIn(log: Foreign, path: string): number {
  const text = rawText(log);
  // Of a text without newlines carriage returns end the lines.
  const end = text.includes('\n') ? '\n' : '\r';
  let lines = 0;
  for (let begin = 0; begin <= text.length;) {
    const next = text.indexOf(end, begin);
    const stop = next < 0 ? text.length : next;
    lines += 1;
    // Patterns that look at a line of any length take long, or more memory than there is.
    if (stop - begin > LONGEST_LINE) throw lineTooLong(path, lines);
    begin = stop + 1;
  }
  return lines;
}

function lineTooLong(path: string, line: number): BenchError {
  return usageError(
    'LOG_LINE_LENGTH',
    `${path}:${line}: the line has more than ${LONGEST_LINE} characters, which no client prints.`,
    'Give the output of the client only, with a newline behind each of its lines.',
  );
}

function tooManyLines(path: string, before: number): BenchError {
  return usageError(
    'LOG_TOO_LARGE',
    `${path}${before === 0 ? ' has' : ' and the logs before it have'} more than ${MOST_LINES} lines.`,
    'Give the output of the client only, and fewer logs at a time.',
  );
}

/** The file and the system that an argument names. */
export function askedOf(arg: string, names: KnownNames): { path: string; system: string } {
  const [, named, rest] = NAMED.exec(arg) ?? [];
  if (named === undefined || rest === undefined) {
    const system = systemOf(basename(arg), names);
    if (system === undefined) throw unknownSystem(arg);
    return { path: arg, system };
  }
  if (!SYSTEM_NAME.test(named)) {
    throw usageError(
      'LOG_SYSTEM_INVALID',
      `"${printable(named, 80)}" cannot be the name of a system, for the log ${printable(rest, 200)}.`,
      'Use a small letter, then small letters, digits, plus, minus and dots, e.g. microvm or lupine-redis+kml.',
    );
  }
  return { path: rest, system: named };
}

function unknownSystem(path: string): BenchError {
  const shown = printable(displayPath(path), 200);
  return usageError(
    'LOG_SYSTEM_UNKNOWN',
    `the name of ${shown} does not say clearly which system the log is about.`,
    `Which one is it? Say <system>=<file>, e.g. microvm=${shown}.`,
  );
}
