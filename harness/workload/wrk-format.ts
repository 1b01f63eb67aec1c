// SPDX-License-Identifier: Apache-2.0
import type { PrintedChoice, PrintedLine } from './printed-lines.js';

/** First line of every run of wrk. */
export const WRK_START = /^Running [0-9.]+[smh] test @ /;

/** As many digits as a number has that is held exactly enough. */
const WHOLE = '[0-9]{1,15}';
const NUMBER = `${WHOLE}(?:[.][0-9]{1,15})?`;
/** A time has two digits behind the point, and a unit of its own size; of one letter, wrk puts a space behind it. */
const TIME = `${NUMBER}(?:us|ms|s|m|h)`;
const COUNT = `${NUMBER}[kMGTP]?`;
/** No request was completed: nothing divided by nothing. */
const PERCENT = `(?:${NUMBER}|-?nan)%`;

/** The complete output of wrk 4, with `--latency` or without; a script may print more before and behind it. */
export const WRK_LINES: readonly (PrintedLine | PrintedChoice)[] = [
  {
    pattern: new RegExp(`^Running (?<duration>${NUMBER}[smh]) test @ (?<url>\\S+)$`),
    words: 'the line "Running ... test"',
  },
  {
    pattern: new RegExp(`^ {2}(?<threads>${WHOLE}) threads and (?<clients>${WHOLE}) connections$`),
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
    pattern: new RegExp(`^ {2}(?<requests>${WHOLE}) requests in ${TIME}, (?<read>${NUMBER}[KMGTP]?)B read$`),
    words: 'the number of requests',
  },
  {
    pattern: new RegExp(
      `^ {2}Socket errors: connect (?<connect>${WHOLE}), read (?<receive>${WHOLE}), write (?<send>${WHOLE}), timeout (?<timeout>${WHOLE})$`,
    ),
    words: 'the errors of sockets',
    optional: true,
  },
  {
    pattern: new RegExp(`^ {2}Non-2xx or 3xx responses: (?<refused>${WHOLE})$`),
    words: 'the answers other than 2xx and 3xx',
    optional: true,
  },
  {
    pattern: new RegExp(`^Requests/sec: +(?<rate>${WHOLE}[.][0-9]{1,15})$`),
    words: 'the line "Requests/sec"',
  },
  { pattern: /^Transfer\/sec: +[0-9.]+[KMGTP]?B$/, words: 'the line "Transfer/sec"' },
];
