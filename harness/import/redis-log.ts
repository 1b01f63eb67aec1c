// SPDX-License-Identifier: Apache-2.0
import type { MetricDeclaration } from '../metric/types.js';
import { unexpectedOutput } from '../workload/client.js';
import { REDIS_TESTS, parseRedisBenchmark, redisValues } from '../workload/redis-benchmark.js';
import { splitAt } from './split.js';
import type { LogKind, ReadEntry } from './types.js';

const CLIENT = 'redis-benchmark --csv';

/** Head of the table since redis 6.2; earlier ones print a test and its rate, and no head. */
const HEAD = '"test",';

/** The row of a test before redis 6.2. */
const OLD_ROW = /^"([A-Z]+)","([0-9]+\.[0-9]+)"$/;

/** A line that only redis-benchmark prints. */
export const REDIS_LINE = /^"[^"]+",(?:"|$)/;

const metrics = REDIS_TESTS.flatMap((test): MetricDeclaration[] => {
  const name = test.toLowerCase();
  return [
    { name: `throughput.${name}`, unit: 'req/s', direction: 'higher', title: `${test} throughput` },
    { name: `latency.${name}.p50`, unit: 'ns', direction: 'lower', title: `${test} latency (median)` },
    {
      name: `latency.${name}.p99`,
      unit: 'ns',
      direction: 'lower',
      title: `${test} latency (99th percentile)`,
    },
  ];
});

/** Logs of `redis-benchmark --csv -t get,set`, one run after the other, of any version. */
export const redisLog: LogKind = {
  scenario: 'redis',
  title: 'redis',
  workload: 'redis',
  app: 'redis',
  client: CLIENT,
  metrics,
  split: (text) => splitAt(text, startsRun),
  read,
};

/** A run begins with its head or, where there is none, when a test comes again. */
function startsRun(line: string, current: readonly string[]): boolean {
  if (line.startsWith(HEAD)) return true;
  const test = OLD_ROW.exec(line)?.[1];
  return test !== undefined && current.some((other) => OLD_ROW.exec(other)?.[1] === test);
}

function read(text: string): ReadEntry {
  if (text.startsWith(HEAD)) {
    return { values: redisValues(parseRedisBenchmark(text, REDIS_TESTS)), settings: {} };
  }
  const rates = new Map<string, number>();
  for (const line of text.trimEnd().split('\n')) {
    const [, test = '', rate = ''] = OLD_ROW.exec(line) ?? [];
    const value = Number(rate);
    if (!REDIS_TESTS.some((known) => known === test) || !(value > 0) || rates.has(test)) {
      throw unexpectedOutput(CLIENT, line, `one row for each of ${REDIS_TESTS.join(' and ')}`);
    }
    rates.set(test, value);
  }
  const missing = REDIS_TESTS.find((test) => !rates.has(test));
  if (missing !== undefined) throw unexpectedOutput(CLIENT, 'no row', `one row for ${missing}`);
  const values = [...rates].map(([test, rate]) => [`throughput.${test.toLowerCase()}`, rate] as const);
  return { values: Object.fromEntries(values), settings: {} };
}
