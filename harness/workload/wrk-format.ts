// SPDX-License-Identifier: Apache-2.0
import type { PrintedChoice, PrintedLine } from './printed-lines.js';

/** First line of every run of wrk. */
export const WRK_START = /^Running [0-9.]+[smh] test @ /;

/** A time has two digits behind the point, and a unit of its own size; of one letter, wrk puts a space behind it. */
const TIME = '[0-9.]+(?:us|ms|s|m|h)';
const COUNT = '[0-9.]+[kMGTP]?';
/** No request was completed: nothing divided by nothing. */
const PERCENT = '(?:[0-9.]+|-?nan)%';

/** The complete output of wrk 4, with `--latency` or without; a script may print more before and behind it. */
export const WRK_LINES: readonly (PrintedLine | PrintedChoice)[] = [
  {
    pattern: /^Running (?<duration>[0-9.]+[smh]) test @ (?<url>\S+)$/,
    words: 'the line "Running ... test"',
  },
  {
    pattern: /^ {2}(?<threads>[0-9]+) threads and (?<clients>[0-9]+) connections$/,
    words: 'threads and connections',
  },
  { pattern: /^ {2}Thread Stats +Avg +Stdev +Max +\+\/- Stdev$/, words: 'the head "Thread Stats"' },
  {
    pattern: new RegExp(`^ +Latency +(?<mean>${TIME}) +(?<deviation>${TIME}) +${TIME} +${PERCENT}$`),
    words: 'the row "Latency"',
  },
  {
    pattern: new RegExp(`^ +Req/Sec +${COUNT} +${COUNT} +${COUNT} +${PERCENT}$`),
    words: 'the row "Req/Sec"',
  },
  {
    either: [
      [
        { pattern: /^ {2}Latency Distribution$/, words: 'the line "Latency Distribution"' },
        ...[50, 75, 90, 99].map((percent) => ({
          pattern: new RegExp(`^ +${percent}% +(?<p${percent}>${TIME}) *$`),
          words: `the latency of ${percent} %`,
        })),
      ],
      [],
    ],
  },
  {
    pattern: new RegExp(`^ {2}(?<requests>[0-9]+) requests in ${TIME}, (?<read>[0-9.]+[KMGTP]?)B read$`),
    words: 'the number of requests',
  },
  {
    pattern:
      /^ {2}Socket errors: connect (?<connect>[0-9]+), read (?<receive>[0-9]+), write (?<send>[0-9]+), timeout (?<timeout>[0-9]+)$/,
    words: 'the errors of sockets',
    optional: true,
  },
  {
    pattern: /^ {2}Non-2xx or 3xx responses: (?<refused>[0-9]+)$/,
    words: 'the answers other than 2xx and 3xx',
    optional: true,
  },
  { pattern: /^Requests\/sec: +(?<rate>[0-9]+\.[0-9]+)$/, words: 'the line "Requests/sec"' },
  { pattern: /^Transfer\/sec: +[0-9.]+[KMGTP]?B$/, words: 'the line "Transfer/sec"' },
];
