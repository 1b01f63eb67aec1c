// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { type Foreign, foreign, partsOf, rawText, says } from '../core/foreign.js';
import { decimalNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import { numberOf, readBeginning, readLines } from './printed-lines.js';
import { requirePossibleRate } from './rate-faults.js';
import { type PrintedText, placeOf, unfitOutput } from './printed-text.js';
import { WRK_LINES } from './wrk-format.js';

/** What one run of wrk printed. */
export interface WrkRun {
  /** Requests per second over the whole run. */
  requestsPerSecond: number;
  threads: number;
  /** Connections, all kept. */
  clients: number;
  /** Length that was asked for, as it was printed: from 51 s on in whole minutes, rounded. */
  duration: Foreign;
  /** The same in seconds. */
  seconds: number;
  url: Foreign;
  /** Bytes of an answer with its head, to about a hundredth. */
  answerBytes: number;
  /** Latency over the whole run, ns. */
  mean: number;
  deviation: number;
  /** Percentiles of the latency, ns; only with `--latency`. */
  latency?: { p50: number; p99: number };
}

const FAILURES = ['connect', 'receive', 'send', 'timeout', 'refused'] as const;
const NS = new Map([
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);
const BYTES = ['', 'K', 'M', 'G', 'T', 'P'];

/**
 * Reads one run of wrk.
 * @param scripted true when a script may have printed words of its own behind the results.
 * @throws BenchError (exit 3) `CLIENT_OUTPUT` quoting the first line that does not belong there, `REQUESTS_FAILED` when a
 *   socket failed, an answer was neither 2xx nor 3xx, or none came.
 */
export function parseWrk(text: PrintedText, scripted = false): WrkRun {
  const found = scripted ? readBeginning(text, WRK_LINES).fields : readLines(text, WRK_LINES);
  const textOf = (field: string): Foreign => found.get(field) ?? foreign('');
  const number = (field: string): number => numberOf(text, found, field);
  const measured = (field: string, read: (printed: Foreign) => number): number => {
    const value = read(textOf(field));
    if (Number.isNaN(value))
      throw unfitOutput(text, `${field}: ${printable(textOf(field), 60)}`, 'a number with its unit');
    return value;
  };
  const time = (field: string): number => measured(field, nanoseconds);
  const failed = FAILURES.filter((field) => number(field) !== 0);
  const requests = number('requests');
  if (failed.length > 0 || requests === 0) {
    const some = failed.map((field) => `${field}: ${number(field)}`).join(', ');
    throw measureError(
      'REQUESTS_FAILED',
      `${placeOf(text)}${text.client}: of ${requests} requests ${requests === 0 ? 'none came to its end' : 'some failed'}${some === '' ? '' : ` (${some})`}.`,
      'Find out why; a server that fails requests has no rate.',
    );
  }
  const rate = decimalNumber(found.get('rate'));
  if (rate === undefined || rate === 0) {
    throw unfitOutput(text, `Requests/sec: ${printable(found.get('rate') ?? '', 60)}`, 'a rate above zero');
  }
  requirePossibleRate(`${placeOf(text)}${text.client}`, rate);
  return {
    requestsPerSecond: rate,
    threads: number('threads'),
    clients: number('clients'),
    duration: textOf('duration'),
    seconds: time('duration') / 1e9,
    url: textOf('url'),
    answerBytes: measured('read', bytes) / requests,
    mean: time('mean'),
    deviation: time('deviation'),
    ...(found.has('p50') ? { latency: { p50: time('p50'), p99: time('p99') } } : {}),
  };
}

/** True when wrk prints a length of so many seconds like this. */
export function lasts(duration: Foreign, seconds: number): boolean {
  const unit = nanoseconds(foreign(`1${rawText(duration).slice(-1)}`)) / 1e9;
  return Math.abs(nanoseconds(duration) / 1e9 - seconds) <= (unit > 1 ? unit / 2 : 0);
}

/** wrk prints a number and a unit, e.g. `1.02ms`; not a number for anything else. */
function nanoseconds(text: Foreign): number {
  const [, number, unit] = partsOf(text, /^([0-9.]+)([a-z]+)$/) ?? [];
  return Math.round(
    (decimalNumber(number) ?? Number.NaN) * (NS.get(rawText(unit ?? foreign(''))) ?? Number.NaN),
  );
}

function bytes(text: Foreign): number {
  const [, number, unit] = partsOf(text, /^([0-9.]+)([KMGTP]?)$/) ?? [];
  return (decimalNumber(number) ?? Number.NaN) * 1024 ** BYTES.findIndex((known) => says(unit, known));
}
