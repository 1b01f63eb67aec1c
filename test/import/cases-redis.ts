// SPDX-License-Identifier: Apache-2.0
import { REDIS_HEAD_LINE, newRow, newRun, oldRow, oldRun } from '../support/redis-output.js';
import type { Case } from './case.js';

const A = 'redis.microvm.log';
const B = 'redis.osv.log';
const both = (sets: number[], gets: number[], system = 'microvm'): Record<string, number[]> => ({
  [`${system} throughput.set`]: sets,
  [`${system} throughput.get`]: gets,
});
const latencies = (runs: number, tests: readonly string[], system = 'microvm'): Record<string, number[]> =>
  Object.fromEntries(
    tests.flatMap((test) => [
      [`${system} latency.${test}.p50`, Array<number>(runs).fill(399_000)],
      [`${system} latency.${test}.p99`, Array<number>(runs).fill(879_000)],
    ]),
  );
const newBoth = (sets: number[], gets: number[]): Record<string, number[]> => ({
  ...both(sets, gets),
  ...latencies(sets.length, ['set', 'get']),
});
const WARNING =
  'WARNING: -e option has no effect. We now immediately exit on error to avoid false results.\n';
const CLUSTER =
  'Cluster has 3 master nodes:\n\nMaster 0: 0a1b2c 192.0.2.2:7000\nMaster 1: 192.0.2.3:7000\nMaster 2: 192.0.2.4:7000\n\n';
const DEAD = 'Error: Server closed the connection\n';
const SUITE =
  REDIS_HEAD_LINE +
  newRow('PING_INLINE', 5) +
  newRow('PING_MBULK', 6) +
  newRow('SET', 7) +
  newRow('GET', 8) +
  newRow('LPUSH (needed to benchmark LRANGE)', 'inf') +
  newRow('MSET (10 keys)', 9);

/** Logs of redis-benchmark. */
export const REDISES: readonly Case[] = [
  {
    what: 'inf in the first run of three',
    logs: [[A, oldRun('inf', 'inf') + oldRun(10, 20) + oldRun(11, 21)]],
    exit: 3,
    problems: [/^CLIENT_OUTPUT: redis\.microvm\.log:1: the rate of SET is not a number above zero/],
    values: both([10, 11], [20, 21]),
  },
  {
    what: 'nan and -nan',
    logs: [[A, oldRun(10, 20) + oldRun('-nan', 'nan') + oldRun(11, 21)]],
    exit: 3,
    problems: [/:3: the rate of SET/],
    values: both([10, 11], [20, 21]),
  },
  {
    what: 'inf in the second row only',
    logs: [[A, oldRun(10, 'inf') + oldRun(11, 21)]],
    exit: 3,
    problems: [/:2: the rate of GET/],
    values: both([11], [21]),
  },
  {
    what: 'inf with a head',
    logs: [[A, newRun('inf', 20) + newRun(11, 21)]],
    exit: 3,
    problems: [/:2: the rate of SET/],
    values: newBoth([11], [21]),
  },
  {
    what: 'the first row lost',
    logs: [[A, oldRow('GET', 20) + oldRun(11, 21) + oldRun(12, 22)]],
    exit: 3,
    problems: [/:1: the row of SET is missing before this line/],
    values: both([11, 12], [21, 22]),
  },
  {
    what: 'a row lost in the middle',
    logs: [[A, oldRun(10, 20) + oldRow('SET', 11) + oldRun(12, 22)]],
    exit: 3,
    problems: [/:3: the row of GET is missing behind this line/],
    values: both([10, 12], [20, 22]),
  },
  {
    what: 'the last row lost',
    logs: [[A, newRun(10, 20) + REDIS_HEAD_LINE + newRow('SET', 11)]],
    exit: 3,
    problems: [/:5: the row of GET is missing behind this line/],
    values: newBoth([10], [20]),
  },
  {
    what: 'a warning before the head',
    logs: [[A, WARNING + newRun(10, 20) + WARNING + newRun(11, 21)]],
    exit: 0,
    values: newBoth([10, 11], [20, 21]),
  },
  { what: 'heads of a cluster', logs: [[A, CLUSTER + newRun(10, 20)]], exit: 0, values: newBoth([10], [20]) },
  {
    what: 'a cluster against one node',
    logs: [
      [A, CLUSTER + newRun(10, 20)],
      [B, newRun(11, 21)],
    ],
    exit: 5,
    problems: [
      /^IMPORT_NOT_COMPARABLE: masters of a cluster differ: 3 at redis\.microvm\.log:1, none at redis\.osv\.log:1/,
    ],
  },
  {
    what: 'a connection for each request against kept ones',
    logs: [
      [A, `WARNING: Keepalive disabled. You probably need more ports\n${newRun(10, 20)}`],
      [B, newRun(11, 21)],
    ],
    exit: 5,
    problems: [/connections for a request differ/],
  },
  { what: 'the whole suite', logs: [[A, SUITE + SUITE]], exit: 0, values: newBoth([7, 7], [8, 8]) },
  {
    what: 'the whole suite of an old version',
    logs: [
      [A, (oldRow('PING_INLINE', 1) + oldRow('PING_BULK', 2) + oldRun(3, 4) + oldRow('INCR', 5)).repeat(2)],
    ],
    exit: 0,
    values: both([3, 3], [4, 4]),
  },
  {
    what: 'SET alone',
    logs: [[A, REDIS_HEAD_LINE + newRow('SET', 10) + REDIS_HEAD_LINE + newRow('SET', 11)]],
    exit: 0,
    values: { 'microvm throughput.set': [10, 11], ...latencies(2, ['set']) },
  },
  {
    what: 'GET alone, of an old version',
    logs: [[B, oldRow('GET', 10) + oldRow('GET', 11)]],
    exit: 0,
    values: { 'osv throughput.get': [10, 11] },
  },
  {
    what: 'one system with a test that the other lacks',
    logs: [
      [A, oldRun(10, 20)],
      [B, oldRow('GET', 11)],
    ],
    exit: 3,
    problems: [/^LOG_LACKS_METRIC: redis\.osv\.log:1: .*SET throughput/],
    values: { ...both([10], [20]), 'osv throughput.get': [11] },
  },
  {
    what: 'one dead log beside a good one',
    logs: [
      [A, oldRun(10, 20)],
      [B, DEAD],
    ],
    exit: 3,
    problems: [/^CLIENT_FAILED: redis\.osv\.log:1: .* ended with "Error: Server closed the connection"/],
    values: both([10], [20]),
  },
  {
    what: 'a death between good runs, its rows behind its error',
    logs: [[A, oldRun(10, 20) + DEAD + oldRow('SET', 11) + oldRun(12, 22)]],
    exit: 3,
    problems: [/:3: .*Server closed/],
    values: both([10, 12], [20, 22]),
  },
  {
    what: 'a death without rows between good runs',
    logs: [[A, oldRun(10, 20) + DEAD + oldRun(12, 22)]],
    exit: 3,
    problems: [/:3: .*Server closed/],
    values: both([10, 12], [20, 22]),
  },
  {
    what: 'a server that refuses the connection',
    logs: [
      [A, newRun(10, 20)],
      [
        B,
        'Could not connect to Redis at 192.0.2.2:6379: Connection refused\nWARNING: Could not fetch server CONFIG\nCould not connect to Redis at 192.0.2.2:6379: Connection refused\n',
      ],
    ],
    exit: 3,
    problems: [/redis\.osv\.log:1: .*Connection refused/],
    values: newBoth([10], [20]),
  },
  {
    what: 'a server that answers with an error, in three lines',
    logs: [
      [A, oldRun(10, 20)],
      [
        B,
        'Cluster node 192.0.2.2:6379 replied with error:\nERR This instance has cluster support disabled\nFailed to fetch cluster configuration from 192.0.2.2:6379\n',
      ],
    ],
    exit: 3,
    problems: [/redis\.osv\.log:1: .*replied with error:"/],
    values: both([10], [20]),
  },
  {
    what: 'a pipeline that the latencies give away',
    logs: [
      [A, newRun(28_000, 27_000, 1.163)],
      [B, newRun(275_000, 300_000, 2.492)],
    ],
    exit: 5,
    problems: [/requests under way at a time \(connections times pipeline, .*\) differ: 33 at .*685 at /],
  },
  {
    what: 'a pipeline that the command shows',
    logs: [
      [A, oldRun(10, 20)],
      [B, `$ redis-benchmark --csv -t set,get -P 16\n${oldRun(90, 95)}`],
    ],
    exit: 5,
    problems: [/requests in a pipeline differ: none at redis\.microvm\.log:1, 16 at redis\.osv\.log:2/],
  },
  {
    what: 'prompts, commands, marks and time',
    logs: [
      [
        A,
        `root@lab:~# time redis-benchmark --csv -t get,set\n${newRun(10, 20)}\nreal\t0m2.119s\nuser\t0m1.000s\nsys\t0m0.500s\n=== run 2 ===\nroot@lab:~# redis-benchmark --csv -t get,set\n${newRun(11, 21)}root@lab:~# exit\n`,
      ],
    ],
    exit: 0,
    values: newBoth([10, 11], [20, 21]),
  },
  {
    what: 'the report for people',
    logs: [[A, '====== SET ======\n  100000 requests completed in 0.95 seconds\n']],
    exit: 2,
    problems: [/^LOG_UNKNOWN: redis\.microvm\.log:1: .*a report for people/],
  },
];
