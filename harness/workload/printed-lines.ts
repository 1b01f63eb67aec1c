// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, isBlank, namedParts, says } from '../core/foreign.js';
import { decimalNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { type PrintedText, unexpectedLine, unfitOutput } from './printed-text.js';

/** One kind of line that a client prints. */
export interface PrintedLine {
  /** The whole line; what is read from it is a named group. */
  pattern: RegExp;
  /** What belongs there, in words, for the reader of an error. */
  words: string;
  /** True for a line that only some runs have. */
  optional?: boolean;
}

/** Lines of which a client prints one set or another; which one, its first line tells. An empty set may be nothing. */
export interface PrintedChoice {
  either: readonly (readonly PrintedLine[])[];
}

/** Fields that were read, as text, by the name of the group. */
export type PrintedFields = ReadonlyMap<string, Foreign>;

/**
 * A number among the fields; 0 for one that was not printed.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) for one of more digits than can be held exactly.
 */
export function numberOf(text: PrintedText, fields: PrintedFields, field: string): number {
  const found = fields.get(field);
  const number = found === undefined ? 0 : decimalNumber(found);
  if (number === undefined)
    throw unfitOutput(text, `${field}: ${printable(found ?? '', 60)}`, 'a number of at most 15 digits');
  return number;
}

/** What was read, and the index of the first line behind it. */
export interface ReadLines {
  fields: PrintedFields;
  end: number;
}

/**
 * Reads the beginning of a client's output, whose lines are known in their order. Empty lines say nothing: they are
 * passed over wherever they stand.
 * @param from index of the line to begin with.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) quoting the first line that does not belong there, with its number.
 */
export function readBeginning(
  text: PrintedText,
  known: readonly (PrintedLine | PrintedChoice)[],
  from = 0,
): ReadLines {
  const fields = new Map<string, Foreign>();
  const { lines } = text;
  let at = from;
  const skipBlank = (): void => {
    for (let line = lines[at]; line !== undefined && isBlank(line.text); line = lines[at]) at += 1;
  };
  const read = ({ pattern, words, optional }: PrintedLine): void => {
    skipBlank();
    const found = namedParts(lines[at]?.text ?? foreign(''), pattern);
    if (found !== undefined) {
      for (const [name, value] of found) fields.set(name, value);
      at += 1;
    } else if (optional !== true) throw unexpectedLine(text, lines[at], words);
  };
  for (const one of known) {
    if (!('either' in one)) {
      read(one);
      continue;
    }
    skipBlank();
    const begins = (set: readonly PrintedLine[]): boolean =>
      set[0] !== undefined && says(lines[at]?.text ?? foreign(''), set[0].pattern);
    const set = one.either.find(begins) ?? one.either.find(({ length }) => length === 0);
    if (set === undefined) {
      throw unexpectedLine(text, lines[at], one.either.map(([first]) => first?.words ?? '').join(' or '));
    }
    for (const line of set) read(line);
  }
  skipBlank();
  return { fields, end: at };
}

/**
 * Reads the complete output of a client: as {@link readBeginning}, and nothing behind it.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3).
 */
export function readLines(
  text: PrintedText,
  known: readonly (PrintedLine | PrintedChoice)[],
  from = 0,
): PrintedFields {
  const { fields, end } = readBeginning(text, known, from);
  if (text.lines[end] !== undefined) throw unexpectedLine(text, text.lines[end], 'the end');
  return fields;
}
