// SPDX-License-Identifier: Apache-2.0

const DISTRIBUTION = [
  '  Latency Distribution',
  '     50%  120.00us',
  '     75%  150.00us',
  '     90%  210.00us',
];

/**
 * What wrk prints after a minute with 30 connections; `more` is put behind the line of the requests, `p99` replaces the last
 * row of the distribution.
 */
export function wrkOutput({
  threads = 14,
  latency = false,
  more = '',
  url = 'http://192.0.2.2/index.html',
  p99 = '1.02ms',
  read = '9.19GB',
} = {}): string {
  return [
    `Running 1m test @ ${url}`,
    `  ${threads} threads and 30 connections`,
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    '    Latency   163.59us  220.83us  16.89ms   97.62%',
    '    Req/Sec    13.61k     1.12k   18.94k    71.06%',
    ...(latency ? [...DISTRIBUTION, `     99%${p99.padStart(10)}`] : []),
    `  11384894 requests in 1.00m, ${read} read${more}`,
    'Requests/sec: 189747.68',
    'Transfer/sec:    156.86MB',
    '',
  ].join('\n');
}
