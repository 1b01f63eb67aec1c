// SPDX-License-Identifier: Apache-2.0
import { unexpectedOutput } from './client.js';

/** One row of `redis-benchmark --csv` (redis 6.2 and later). */
export interface RedisRow {
  test: string;
  /** Requests per second of the client's clock. */
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** The tests that are read. */
export const REDIS_TESTS = ['SET', 'GET'] as const;

const NS_PER_MS = 1e6;

const HEADER =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"';
const ROW = /^"([A-Z]+)"((?:,"[0-9]+\.[0-9]+"){7})$/;

/**
 * Reads the complete output of `redis-benchmark --csv`: its header, then exactly one row for each test, nothing else.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) quoting the first line that does not belong there.
 */
export function parseRedisBenchmark(text: string, tests: readonly string[]): RedisRow[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  if (header !== HEADER) throw unexpected(header ?? '', 'the header of --csv');
  const rows = lines.map((line) => parseRow(line, tests));
  for (const test of tests) {
    const count = rows.filter((row) => row.test === test).length;
    if (count !== 1) throw unexpected(`${count} rows`, `one row for ${test}`);
  }
  return rows;
}

/** Values by metric: requests per second and latencies in ns; `infix` as in a place's metrics. */
export function redisValues(rows: readonly RedisRow[], infix = ''): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { test, requestsPerSecond, p50Ms, p99Ms } of rows) {
    const name = `${infix}${test.toLowerCase()}`;
    values[`throughput.${name}`] = requestsPerSecond;
    values[`latency.${name}.p50`] = Math.round(p50Ms * NS_PER_MS);
    values[`latency.${name}.p99`] = Math.round(p99Ms * NS_PER_MS);
  }
  return values;
}

function parseRow(line: string, tests: readonly string[]): RedisRow {
  const [, test = '', numbers = ''] = ROW.exec(line) ?? [];
  if (!tests.includes(test)) throw unexpected(line, `a row for ${tests.join(' or ')}`);
  const [rps = 0, , , p50 = 0, , p99 = 0] = numbers
    .slice(1)
    .split(',')
    .map((text) => Number(text.slice(1, -1)));
  if (!(rps > 0)) throw unexpected(line, 'a rate above zero');
  return { test, requestsPerSecond: rps, p50Ms: p50, p99Ms: p99 };
}

const unexpected = (found: string, expected: string): Error =>
  unexpectedOutput('redis-benchmark', found, expected);
