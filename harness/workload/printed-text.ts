// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { type Foreign, foreignLines } from '../core/foreign.js';
import { type AnyText, printable } from '../core/printable.js';

/** A line with its number in what it was read from, from 1. */
export interface NumberedLine {
  number: number;
  text: Foreign;
}

/** What one run of a client printed. */
export interface PrintedText {
  /** Name of the client for messages, e.g. `ab-sess`. */
  client: string;
  /** File that it was read from; missing when it came from a boot. */
  file?: string;
  lines: readonly NumberedLine[];
}

const LONGEST_QUOTE = 200;

/** Output of a client in a boot. */
export function printedText(client: string, text: Foreign): PrintedText {
  return { client, lines: foreignLines(text).map((line, index) => ({ number: index + 1, text: line })) };
}

/**
 * The error for a line that does not belong where it stands; `undefined` when the output ended there.
 * @returns BenchError `CLIENT_OUTPUT` (exit 3) with the number of the line.
 */
export function unexpectedLine(
  { client, file, lines }: PrintedText,
  line: NumberedLine | undefined,
  expected: string,
): Error {
  const number = line?.number ?? lines.at(-1)?.number ?? 1;
  const found = line === undefined ? 'nothing more' : `"${printable(line.text, LONGEST_QUOTE)}"`;
  const where = line === undefined ? `behind line ${number}` : `on line ${number}`;
  return file === undefined
    ? outputError(`${client} printed ${found} instead of ${expected} ${where} of its output.`)
    : outputError(`${file}:${number}: ${client} printed ${found} instead of ${expected}.`);
}

/** The error for output whose parts do not fit together. */
export function unfitOutput({ client, file, lines }: PrintedText, found: AnyText, expected: string): Error {
  const place = file === undefined ? '' : `${file}:${lines[0]?.number ?? 1}: `;
  return outputError(
    `${place}${client} printed "${printable(found, LONGEST_QUOTE)}" instead of ${expected}.`,
  );
}

/** Where a run began, before a message about all of it: file and line of a log, nothing for a boot. */
export function placeOf({ file, lines }: PrintedText): string {
  return file === undefined ? '' : `${file}:${lines[0]?.number ?? 1}: `;
}

function outputError(message: string): Error {
  return measureError('CLIENT_OUTPUT', message, 'Look there; the client may have met an error.');
}
