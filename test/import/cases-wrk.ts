// SPDX-License-Identifier: Apache-2.0
import { wrkOutput } from '../support/wrk-output.js';
import type { Case } from './case.js';

const A = 'nginx.microvm.log';
const B = 'nginx.osv.log';
const RATE = 189_747.68;
const one = { 'microvm throughput.wrk': [RATE] };
const slow = (p99: string): Case => ({
  what: `wrk with a latency of ${p99}`,
  logs: [[A, wrkOutput({ latency: true, p99 })]],
  exit: 0,
  values: one,
});
const NONE = wrkOutput()
  .replace(/ {4}Latency .*/, '    Latency     0.00us    0.00us   0.00us    -nan%')
  .replace(/ {4}Req\/Sec .*/, '    Req/Sec     0.00      0.00     0.00      -nan%')
  .replace('11384894 requests in 1.00m, 9.19GB read', '0 requests in 1.00m, 0.00B read')
  .replace(/Requests\/sec: .*/, 'Requests/sec:      0.00')
  .replace(/Transfer\/sec: .*/, 'Transfer/sec:       0.00B');

/** Logs of wrk. */
export const WRKS: readonly Case[] = [
  ...['1.56s ', '1.05m ', '1.02h ', '999.00us', '45.10ms'].map(slow),
  {
    what: 'wrk on another page',
    logs: [
      [A, wrkOutput()],
      [B, wrkOutput({ url: 'http://192.0.2.3/100k.html', read: '99.19GB' })],
    ],
    exit: 5,
    problems: [
      /pages differ: \/index\.html at nginx\.microvm\.log:1, \/100k\.html at nginx\.osv\.log:1/,
      /bytes of an answer differ: 867 at .*9355 at /,
    ],
  },
  {
    what: 'wrk on a page of the same name and another length',
    logs: [
      [A, wrkOutput()],
      [B, wrkOutput({ read: '99.19GB' })],
    ],
    exit: 5,
    problems: [/bytes of an answer differ: 867 at .*9355 at /],
  },
  {
    what: 'wrk with other threads',
    logs: [
      [A, wrkOutput()],
      [B, wrkOutput({ threads: 2 })],
    ],
    exit: 5,
    problems: [/threads differ: 14 at .*, 2 at /],
  },
  {
    what: 'wrk over TLS against plain HTTP',
    logs: [
      [A, wrkOutput()],
      [B, wrkOutput({ url: 'https://192.0.2.3/index.html' })],
    ],
    exit: 5,
    problems: [/TLS versions differ: none at .*, yes at /],
  },
  {
    what: 'wrk with a pipeline against without',
    logs: [
      [A, wrkOutput()],
      [B, wrkOutput().replace('163.59us  220.83us', '  2.53ms  320.83us')],
    ],
    exit: 5,
    problems: [/pipelines differ: none at .*, yes at /],
  },
  {
    what: 'the words of a Lua script, before and behind',
    logs: [[A, `thread 1 created\n${wrkOutput()}------\n50%,424\n${wrkOutput()}thread 1 made 5 requests\n`]],
    exit: 0,
    values: { 'microvm throughput.wrk': [RATE, RATE] },
  },
  {
    what: 'wrk without one answer',
    logs: [[A, NONE + wrkOutput()]],
    exit: 3,
    problems: [/^REQUESTS_FAILED: nginx\.microvm\.log:1: wrk: of 0 requests none came to its end/],
    values: one,
  },
  {
    what: 'wrk that could not connect, between good runs',
    logs: [[A, `${wrkOutput()}unable to connect to 192.0.2.2:80 Connection refused\n${wrkOutput()}`]],
    exit: 3,
    problems: [/^CLIENT_FAILED: .*:9: wrk ended with "unable to connect/],
    values: { 'microvm throughput.wrk': [RATE, RATE] },
  },
  {
    what: 'wrk that never came to its end',
    logs: [[A, wrkOutput().replace(/Requests\/sec[^]*/, '') + wrkOutput()]],
    exit: 3,
    problems: [/^CLIENT_OUTPUT: .*:6: wrk printed nothing more instead of the line "Requests\/sec"/],
    values: one,
  },
];
