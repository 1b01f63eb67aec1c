// SPDX-License-Identifier: Apache-2.0
import { type BenchError, measureError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import type { MetricDeclaration } from '../metric/types.js';
import {
  type RedisTest,
  type RedisValues,
  REDIS_TESTS,
  redisValues,
  rowValues,
} from '../workload/redis-benchmark.js';
import { clientDeath } from './death.js';
import { isRedis, isRedisDeath, redisLine } from './redis-lines.js';
import { type PlacedRow, type RedisRun, redisRuns } from './redis-runs.js';
import { redisRules, redisSettings } from './redis-settings.js';
import { commandAbove } from './session.js';
import type { LogClient, LogKind, LogPart, ReadEntry } from './types.js';

const CLIENT = 'redis-benchmark --csv';

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

const kind: LogKind = {
  scenario: 'redis',
  title: 'redis',
  workload: 'redis',
  app: 'redis',
  client: CLIENT,
  metrics,
  rules: redisRules,
};

/** Logs of `redis-benchmark --csv`, one run after the other, of any version, with SET, GET or both among its tests. */
export const redisLog: LogClient = {
  owns: isRedis,
  dies: isRedisDeath,
  runs: (part) => {
    const { runs, others } = redisRuns(part.lines);
    const commands = part.commands.filter(({ client }) => client === 'redis-benchmark');
    const own = { ...part, commands };
    // Where any run has both tests, a run with one of them has lost the other; else it was asked for one (-t set).
    const both = runs.some(({ set, get }) => set !== undefined && get !== undefined);
    return {
      runs: runs.map((run) => ({ kinds: [kind], lines: run.lines, read: () => read(own, run, both) })),
      leftOut: [...others].map((test) => printable(test, 60)),
    };
  },
};

const placedOf = (run: RedisRun, test: RedisTest): PlacedRow | undefined =>
  test === 'SET' ? run.set : run.get;

function read(part: LogPart, run: RedisRun, both: boolean): ReadEntry {
  const { path, commands } = part;
  if (run.trouble !== undefined) throw troubleOf(path, run.trouble);
  const asked = REDIS_TESTS.filter((test) => both || placedOf(run, test) !== undefined);
  if (run.set === undefined && run.get === undefined)
    throw problem(path, run, 'there is no row of SET or GET in this run');
  const rows = asked.map((test) => valuesOf(path, run, test));
  const command = commandAbove(commands, run.lines[0]?.number ?? 0);
  return { values: redisValues(rows), settings: redisSettings(run, rows, command) };
}

function valuesOf(path: string, run: RedisRun, test: RedisTest): RedisValues {
  const placed = placedOf(run, test);
  if (placed === undefined) {
    const side = test === 'SET' ? 'before' : 'behind';
    throw problem(path, run, `the row of ${test} is missing ${side} this line`);
  }
  const values = rowValues(test, placed.row);
  if (typeof values !== 'string') return values;
  const { number, text } = placed.line;
  throw outputError(`${path}:${number}: ${values}: ${printable(text, 200)}`);
}

function troubleOf(path: string, line: RedisRun['lines'][number]): BenchError {
  if (redisLine(line.text).is === 'death') return clientDeath(path, CLIENT, line);
  return outputError(
    `${path}:${line.number}: ${CLIENT} does not print "${printable(line.text, 200)}"; this run is not read.`,
  );
}

/** At the row that is there, of the tests that are read, or else at the first line. */
function problem(path: string, { lines, set, get }: RedisRun, what: string): BenchError {
  const number = (get ?? set)?.line.number ?? lines[0]?.number ?? 1;
  return outputError(`${path}:${number}: ${what}.`);
}

function outputError(message: string): BenchError {
  return measureError('CLIENT_OUTPUT', message, 'Look at this run in the log; it has no value.');
}
