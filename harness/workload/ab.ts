// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { type Foreign, foreign, partsOf, rawText, says } from '../core/foreign.js';
import { decimalNumber, wholeNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { AB_HEAD, AB_RATES } from './ab-format.js';
import { unexpectedOutput } from './client.js';
import { type PrintedFields, numberOf, readBeginning, readLines } from './printed-lines.js';
import { requirePossibleRate, requireRatio } from './rate-faults.js';
import { type PrintedText, placeOf, printedText, unfitOutput } from './printed-text.js';

/** What a test with ab was asked to do. */
export interface AbTest {
  /** Name for messages, e.g. `ab-sess`. */
  name: string;
  requests: number;
  clients: number;
  /** True when connections were to be kept (`-k`). */
  keep: boolean;
  /** Bytes of the page. */
  pageBytes: number;
}

/** One test with ab in which every request was answered with the whole page. */
export interface AbResult {
  /** Requests per second of the client's clock. */
  requestsPerSecond: number;
  /** Requests that failed or were answered with another status than 2xx: none, or there is no result. */
  failed: 0;
}

/**
 * Reads the complete output of `ab -q`: exactly the lines that it is known to print.
 * @throws BenchError (exit 3) `CLIENT_OUTPUT` quoting the first line that does not belong there, `REQUESTS_FAILED` with
 *   the counts when requests failed: a rate that counts them would be one of another work.
 */
export function parseAb(text: Foreign, test: AbTest): AbResult {
  const printed = printedText(test.name, text);
  const found = readAb(printed);
  const requestsPerSecond = rateOf(found, printed);
  const count = (field: string): number => numberOf(printed, found, field);
  const asked: [name: string, found: number, wanted: number][] = [
    ['complete requests', count('complete'), test.requests],
    ['concurrency level', count('clients'), test.clients],
    ['document length', count('length'), test.pageBytes],
    ['bytes of HTML', count('body'), test.requests * test.pageBytes],
    ['keep-alive requests', count('kept'), test.keep ? test.requests : 0],
  ];
  for (const [name, is, wanted] of asked) {
    if (is !== wanted) throw unexpectedOutput(test.name, `${name}: ${is}`, String(wanted));
  }
  return { requestsPerSecond, failed: 0 };
}

/**
 * Requests per second of a test with ab in which every request was answered.
 * @throws BenchError (exit 3) `REQUESTS_FAILED` with the counts, `CLIENT_OUTPUT` for a rate of zero or no number.
 */
export function rateOf(found: PrintedFields, printed: PrintedText): number {
  const count = (field: string): number => numberOf(printed, found, field);
  const failed = count('failed') + count('refused') + count('unwritten');
  if (failed !== 0) {
    const reasons = found.get('reasons');
    const why = reasons === undefined ? '' : ` (${printable(reasons, 100)})`;
    throw measureError(
      'REQUESTS_FAILED',
      `${placeOf(printed)}${printed.client}: of ${count('complete')} requests ${count('failed')} failed${why}, ${count('refused')} were answered with a status other than 2xx, ${count('unwritten')} could not be written.`,
      'Look at the output of the client; a server that fails requests has no rate.',
    );
  }
  const rate = decimalNumber(found.get('rate'));
  if (rate === undefined || rate === 0) {
    throw unfitOutput(
      printed,
      `Requests per second: ${printable(found.get('rate') ?? '', 60)}`,
      'a rate above zero',
    );
  }
  requirePossibleRate(`${placeOf(printed)}${printed.client}`, rate);
  const seconds = decimalNumber(found.get('seconds'));
  if (seconds !== undefined)
    requireRatio(`${placeOf(printed)}${printed.client}`, rate, count('complete'), seconds);
  return rate;
}

/**
 * Every field of the complete output of ab without its progress.
 * @throws BenchError (exit 3) `CLIENT_OUTPUT` quoting the first line that does not belong there, `REQUESTS_FAILED` when no
 *   request was completed, because ab prints no rate then.
 */
export function readAb(printed: PrintedText): PrintedFields {
  const { fields, end } = readBeginning(printed, AB_HEAD);
  if (numberOf(printed, fields, 'complete') === 0) {
    throw measureError(
      'REQUESTS_FAILED',
      `${placeOf(printed)}${printed.client}: no request was completed.`,
      'Look at the output of the client and of the server.',
    );
  }
  const rates = readLines(printed, AB_RATES, end);
  return new Map([...fields, ...rates]);
}

const CSV_HEAD = 'Percentage served,Time in ms';
const NS_PER_MS = 1e6;

/** Latencies in ns. */
export interface Latencies {
  p50: number;
  p99: number;
}

/**
 * Reads the file of `ab -e`, which has the latency within which each per cent of the requests was served, in
 * thousandths of a millisecond where the printed table has whole ones.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) unless it has 101 rows in order whose times do not fall.
 */
export function parsePercentiles(text: Foreign, name: string): Latencies {
  const [head, ...lines] = rawText(text).trimEnd().split('\n').map(foreign);
  if (!says(head, CSV_HEAD)) throw unexpectedOutput(name, head ?? '', 'the head of -e');
  const times: number[] = [];
  for (const line of lines) {
    const [, percent, time] = partsOf(line, /^([0-9]+),([0-9]+\.[0-9]{3})$/) ?? [];
    const value = decimalNumber(time) ?? -1;
    if (wholeNumber(percent) !== times.length || value < (times.at(-1) ?? 0)) {
      throw unexpectedOutput(name, line, `the time of ${times.length} per cent`);
    }
    times.push(value);
  }
  const [p50, p99] = [times[50], times[99]];
  if (times.length !== 101 || p50 === undefined || p99 === undefined) {
    throw unexpectedOutput(name, `${times.length} rows`, '101 rows');
  }
  return { p50: Math.round(p50 * NS_PER_MS), p99: Math.round(p99 * NS_PER_MS) };
}
