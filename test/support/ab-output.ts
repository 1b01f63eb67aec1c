// SPDX-License-Identifier: Apache-2.0

/** Requests of a test. */
export const AB_REQUESTS = 2000;

/**
 * What `ab -q` prints; `lines` replaces fields by their name, or adds one behind `Failed requests`.
 */
export function abOutput(keep: boolean, change: Record<string, string> = {}): string {
  const { more, ...fields } = change;
  const field = (name: string, value: string): string => `${`${name}:`.padEnd(24)}${fields[name] ?? value}`;
  return [
    'This is ApacheBench, Version 2.3 <$Revision: 1903618 $>',
    'Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/',
    'Licensed to The Apache Software Foundation, http://www.apache.org/',
    '',
    'Benchmarking 127.0.0.1 (be patient).....done',
    '',
    '',
    field('Server Software', 'nginx/1.22.1'),
    field('Server Hostname', '127.0.0.1'),
    field('Server Port', '80'),
    '',
    field('Document Path', '/'),
    field('Document Length', '612 bytes'),
    '',
    field('Concurrency Level', '50'),
    field('Time taken for tests', '0.125 seconds'),
    field('Complete requests', `${AB_REQUESTS}`),
    field('Failed requests', '0'),
    ...(more === undefined ? [] : [more]),
    ...(keep ? [field('Keep-Alive requests', `${AB_REQUESTS}`)] : []),
    field('Total transferred', '1690000 bytes'),
    field('HTML transferred', `${AB_REQUESTS * 612} bytes`),
    field('Requests per second', keep ? '32100.25 [#/sec] (mean)' : '16012.50 [#/sec] (mean)'),
    field('Time per request', '3.123 [ms] (mean)'),
    field('Time per request', '0.062 [ms] (mean, across all concurrent requests)'),
    field('Transfer rate', '13203.13 [Kbytes/sec] received'),
    '',
    'Connection Times (ms)',
    '              min  mean[+/-sd] median   max',
    'Connect:        0    0   0.1      0       1',
    'Processing:     1    3   0.4      3       5',
    'Waiting:        0    3   0.4      3       5',
    'Total:          1    3   0.4      3       5',
    ...(fields['doubt'] === undefined ? [] : fields['doubt'].split('\n')),
    '',
    'Percentage of the requests served within a certain time (ms)',
    ...[50, 66, 75, 80, 90, 95, 98, 99].map((percent) => `${String(percent).padStart(4)}%      3`),
    ' 100%      5 (longest request)',
    '',
  ].join('\n');
}
