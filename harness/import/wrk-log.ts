// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { unexpectedOutput } from '../workload/client.js';
import { type PrintedLine, readLines } from '../workload/printed-lines.js';
import { splitAt } from './split.js';
import type { LogKind, ReadEntry } from './types.js';

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
    pattern: new RegExp(`^ +${percent}% +${TIME}$`),
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
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Logs of wrk, which keeps its connections. */
export const wrkLog: LogKind = {
  scenario: 'nginx-wrk',
  title: 'nginx, wrk',
  workload: 'nginx',
  app: 'nginx',
  client: 'wrk',
  metrics: [{ name: 'throughput.wrk', unit: 'req/s', direction: 'higher', title: 'Throughput by wrk' }],
  split: (text) => splitAt(text, (line) => WRK_START.test(line)),
  read,
};

function read(text: string): ReadEntry {
  const found = readLines(text, LINES, 'wrk');
  const failed = FAILURES.filter((field) => Number(found[field] ?? 0) > 0);
  if (failed.length > 0) {
    throw measureError(
      'REQUESTS_FAILED',
      `wrk: of ${found['requests'] ?? ''} requests some failed (${failed.map((field) => `${field}: ${found[field] ?? ''}`).join(', ')}).`,
      'Find out why; a server that fails requests has no rate.',
    );
  }
  const rate = Number(found['rate']);
  if (!(rate > 0)) throw unexpectedOutput('wrk', found['rate'] ?? '', 'a rate above zero');
  const duration = found['duration'] ?? '';
  return {
    values: { 'throughput.wrk': rate },
    settings: {
      threads: Number(found['threads']),
      clients: Number(found['clients']),
      seconds: Number(duration.slice(0, -1)) * (SECONDS[duration.slice(-1)] ?? Number.NaN),
    },
  };
}
