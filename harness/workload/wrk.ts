// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { unexpectedOutput } from './client.js';
import { type PrintedLine, readLines } from './printed-lines.js';

/** What one run of wrk printed. */
export interface WrkRun {
  /** Requests per second over the whole run. */
  requestsPerSecond: number;
  threads: number;
  /** Connections, all kept. */
  clients: number;
  /** Length that was asked for, s. */
  seconds: number;
  /** Percentiles of the latency, ns; only with `--latency`. */
  latency?: { p50: number; p99: number };
}

/** First line of every run. */
export const WRK_START = /^Running [0-9.]+[smh] test @ /;

const TIME = '[0-9.]+(?:us|ms|s|m|h)';
const COUNT = '[0-9.]+[kMGT]?';

/** The complete output of wrk 4, with `--latency` or without. */
const LINES: readonly PrintedLine[] = [
  { pattern: /^Running (?<duration>[0-9.]+[smh]) test @ \S+$/ },
  { pattern: /^ {2}(?<threads>[0-9]+) threads and (?<clients>[0-9]+) connections$/ },
  { pattern: /^ {2}Thread Stats {3}Avg {6}Stdev {5}Max {3}\+\/- Stdev$/ },
  { pattern: new RegExp(`^ +Latency +${TIME} +${TIME} +${TIME} +[0-9.]+%$`) },
  { pattern: new RegExp(`^ +Req/Sec +${COUNT} +${COUNT} +${COUNT} +[0-9.]+%$`) },
  { pattern: /^ {2}Latency Distribution$/, optional: true },
  ...[50, 75, 90, 99].map((percent) => ({
    pattern: new RegExp(`^ +${percent}% +(?<p${percent}>${TIME})$`),
    optional: true,
  })),
  { pattern: new RegExp(`^ {2}(?<requests>[0-9]+) requests in ${TIME}, [0-9.]+[KMGT]?B read$`) },
  {
    pattern:
      /^ {2}Socket errors: connect (?<connect>[0-9]+), read (?<receive>[0-9]+), write (?<send>[0-9]+), timeout (?<timeout>[0-9]+)$/,
    optional: true,
  },
  { pattern: /^ {2}Non-2xx or 3xx responses: (?<refused>[0-9]+)$/, optional: true },
  { pattern: /^Requests\/sec: +(?<rate>[0-9]+\.[0-9]+)$/ },
  { pattern: /^Transfer\/sec: +[0-9.]+[KMGT]?B$/ },
  { pattern: /^$/ },
];

const FAILURES = ['connect', 'receive', 'send', 'timeout', 'refused'] as const;
const NS: Readonly<Record<string, number>> = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/**
 * Reads the complete output of one run of wrk.
 * @throws BenchError (exit 3) `CLIENT_OUTPUT` quoting the first line that does not belong there, `REQUESTS_FAILED` when a
 *   socket failed or an answer was neither 2xx nor 3xx.
 */
export function parseWrk(text: string, name: string): WrkRun {
  const found = readLines(text, LINES, name);
  const failed = FAILURES.filter((field) => Number(found[field] ?? 0) > 0);
  if (failed.length > 0) {
    throw measureError(
      'REQUESTS_FAILED',
      `${name}: of ${found['requests'] ?? ''} requests some failed (${failed.map((field) => `${field}: ${found[field] ?? ''}`).join(', ')}).`,
      'Find out why; a server that fails requests has no rate.',
    );
  }
  const rate = Number(found['rate']);
  if (!(rate > 0)) throw unexpectedOutput(name, found['rate'] ?? '', 'a rate above zero');
  const { p50, p99 } = found;
  return {
    requestsPerSecond: rate,
    threads: Number(found['threads']),
    clients: Number(found['clients']),
    seconds: nanoseconds(found['duration'] ?? '') / 1e9,
    ...(p50 === undefined || p99 === undefined
      ? {}
      : { latency: { p50: nanoseconds(p50), p99: nanoseconds(p99) } }),
  };
}

/** wrk prints three digits or more and a unit, e.g. `1.02ms`. */
function nanoseconds(text: string): number {
  const [, number = '', unit = ''] = /^([0-9.]+)([a-z]+)$/.exec(text) ?? [];
  return Math.round(Number(number) * (NS[unit] ?? Number.NaN));
}
