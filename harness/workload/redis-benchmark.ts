// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, partsOf, rawText, says } from '../core/foreign.js';
import { decimalNumber } from '../core/numbers.js';
import type { AnyText } from '../core/printable.js';
import { unexpectedOutput } from './client.js';
import { MOST_PER_SECOND } from './rate-faults.js';

/** The tests that are read. */
export const REDIS_TESTS = ['SET', 'GET'] as const;

/** One of them. */
export type RedisTest = (typeof REDIS_TESTS)[number];

/** Head of the table of `redis-benchmark --csv` since redis 6.2; earlier ones print a test and its rate, and no head. */
export const REDIS_HEAD =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"';

/** One row of `redis-benchmark --csv`. */
export interface RedisRow {
  /** The test, or the whole command of a user's own. */
  test: Foreign;
  /** The columns behind it as they were printed: one before redis 6.2, seven since. */
  columns: readonly Foreign[];
}

/** What a row says. */
export interface RedisValues {
  test: RedisTest;
  /** Requests per second of the client's clock. */
  requestsPerSecond: number;
  /** Latencies in ms; missing before redis 6.2. */
  latency?: { average: number; p50: number; p99: number };
}

// A name may have quotes, because a command of the user's own stands there as it was given.
const ROW = /^"((?:[^"]|"(?!,"))+)"((?:,"[^",]*"){7}|,"[^",]*")$/;
const COLUMNS = 7;
const NS_PER_MS = 1e6;

/** A line as a row; `undefined` when it is none. */
export function redisRow(line: Foreign): RedisRow | undefined {
  const [, test, columns] = partsOf(line, ROW) ?? [];
  if (test === undefined || columns === undefined) return undefined;
  return { test, columns: rawText(columns).slice(2, -1).split('","').map(foreign) };
}

/** The values of a row of a test; in words what is wrong with it when one of them is no number, or cannot be. */
export function rowValues(test: RedisTest, { columns }: RedisRow): RedisValues | string {
  const [requestsPerSecond, average, , p50, , p99] = columns.map(decimalNumber);
  if (requestsPerSecond === undefined || requestsPerSecond === 0) {
    return `the rate of ${test} is not a number above zero`;
  }
  if (requestsPerSecond > MOST_PER_SECOND) return `the rate of ${test} is above ${MOST_PER_SECOND}`;
  if (columns.length < COLUMNS) return { test, requestsPerSecond };
  if (average === undefined || p50 === undefined || p99 === undefined) {
    return `a latency of ${test} is not a number`;
  }
  if (p50 > p99) return `the median latency of ${test} is above its 99th percentile`;
  return { test, requestsPerSecond, latency: { average, p50, p99 } };
}

/**
 * Reads the complete output of `redis-benchmark --csv`: its header, then exactly one row for each test, nothing else.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) quoting the first line that does not belong there.
 */
export function parseRedisBenchmark(text: Foreign, tests: readonly RedisTest[]): RedisValues[] {
  const [header, ...lines] = rawText(text).trimEnd().split('\n').map(foreign);
  if (header === undefined || !says(header, REDIS_HEAD))
    throw unexpected(header ?? '', 'the header of --csv');
  const rows = lines.map((line) => {
    const row = redisRow(line);
    const test = tests.find((known) => says(row?.test, known));
    if (row === undefined || test === undefined || row.columns.length !== COLUMNS) {
      throw unexpected(line, `a row for ${tests.join(' or ')}`);
    }
    const values = rowValues(test, row);
    if (typeof values === 'string') throw unexpected(line, `numbers: ${values}`);
    return values;
  });
  for (const test of tests) {
    const count = rows.filter((row) => row.test === test).length;
    if (count !== 1) throw unexpected(`${count} rows`, `one row for ${test}`);
  }
  return rows;
}

/** Values by metric: requests per second and latencies in ns; `infix` as in a place's metrics. */
export function redisValues(rows: readonly RedisValues[], infix = ''): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { test, requestsPerSecond, latency } of rows) {
    const name = `${infix}${test.toLowerCase()}`;
    values[`throughput.${name}`] = requestsPerSecond;
    if (latency === undefined) continue;
    values[`latency.${name}.p50`] = Math.round(latency.p50 * NS_PER_MS);
    values[`latency.${name}.p99`] = Math.round(latency.p99 * NS_PER_MS);
  }
  return values;
}

const unexpected = (found: AnyText, expected: string): Error =>
  unexpectedOutput('redis-benchmark', found, expected);
