// SPDX-License-Identifier: Apache-2.0
import { abOutput } from '../support/ab-output.js';
import type { Case } from './case.js';

const A = 'nginx.microvm.log';
const B = 'nginx.osv.log';
const RATE = 16_012.5;
const one = { 'microvm throughput.conn': [RATE] };
const plain = abOutput(false);
/** A run with a time limit. */
const limited = (requests: number, seconds: string): string =>
  abOutput(false, {
    'Complete requests': `${requests}`,
    'HTML transferred': `${requests * 612} bytes`,
    'Time taken for tests': `${seconds} seconds`,
  });
const reads = (what: string, text: string): Case => ({ what, logs: [[A, text]], exit: 0, values: one });
const differ = (what: string, other: string, problem: RegExp): Case => ({
  what,
  logs: [
    [A, plain],
    [B, other],
  ],
  exit: 5,
  problems: [problem],
});
const between = (text: string, from: string, to: string): string =>
  text.slice(0, text.indexOf(from)) + text.slice(text.indexOf(to));

const TLS = plain.replace(
  'Server Port:            80\n',
  'Server Port:            443\nSSL/TLS Protocol:       TLSv1.3,TLS_AES_256_GCM_SHA384,2048,256\nServer Temp Key:        X25519 253 bits\nTLS Server Name:        lab\n',
);
const POST = plain
  .replace('HTML transferred', 'Total body sent:        268000\nHTML transferred')
  .replace(
    'received\n',
    'received\n                        90.70 kb/s sent\n                        582.09 kb/s total\n',
  );
const VARIABLE = plain
  .replace('612 bytes\n\nConc', 'Variable\n\nConc')
  .replace('1224000 bytes', '1006000 bytes');
const SHORT_TIMES = between(plain, '              min', '\nPercentage').replace(
  'Connection Times (ms)\n',
  'Connection Times (ms)\n              min   avg   max\nConnect:        0     0    8\nProcessing:     0     612345\nWaiting:        0     5   15\nTotal:          1     612345\n',
);
const OLD = plain
  .replace('2.3 <$Revision: 1903618 $>', '2.0.40-dev <$Revision: 1.146 $> apache-2.0')
  .replace('Licensed to The', 'Copyright 2006 The')
  .replace('0.125 seconds', '0.125221 seconds')
  .replace('Failed requests:        0\n', 'Failed requests:        0\nWrite errors:           0\n')
  .replace('Connection Times', 'Connnection Times')
  .replace('longest request', 'last request');

/** Logs of ab. */
export const ABS: readonly Case[] = [
  reads('ab over TLS', TLS),
  reads('ab with a body', POST),
  reads('ab with pages of any length', VARIABLE),
  reads('ab without percentiles', plain.slice(0, plain.indexOf('\nPercentage'))),
  reads('ab without deviations', SHORT_TIMES),
  reads('ab through a proxy', plain.replace('127.0.0.1 (be', 'lab [through 192.0.2.1:3128] (be')),
  reads('ab to an address of IPv6', plain.replaceAll('127.0.0.1', 'fe80::1%eth0')),
  reads('ab 2.0', OLD),
  reads('ab of a server without a name', plain.replace(/Server Software: .*/, 'Server Software:')),
  reads('ab behind a prompt', `[user@lab ~]$ ab -n 2000 -c 50 http://127.0.0.1/\n${plain}`),
  reads(
    'ab under GNU time',
    `${plain}0.10user 0.20system 0:05.00elapsed 6%CPU (0avgtext+0avgdata 5120maxresident)k\n0inputs+0outputs (0major+312minor)pagefaults 0swaps\n`,
  ),
  {
    what: 'ab with a time limit: other numbers of requests',
    logs: [
      [A, limited(49_321, '5.000')],
      [B, limited(50_110, '5.003')],
    ],
    exit: 0,
    values: { 'microvm throughput.conn': [RATE], 'osv throughput.conn': [RATE] },
  },
  {
    what: 'ab with a time limit that one system did not need',
    logs: [
      [A, limited(41_321, '5.001')],
      [B, limited(50_000, '4.203')],
    ],
    exit: 0,
  },
  differ(
    'ab with other requests in other times',
    limited(49_321, '7.310'),
    /requests differ: 2000 at .*49321 at /,
  ),
  differ(
    'ab on another page',
    abOutput(false, { 'Document Length': '10 bytes', 'HTML transferred': '20000 bytes' }),
    /bytes of the page differ: 612 at nginx\.microvm\.log:1, 10 at nginx\.osv\.log:1/,
  ),
  differ('ab over TLS against plain HTTP', TLS, /TLS versions differ: none at .*, TLSv1\.3/),
  differ('ab with a body against without', POST, /bodies sent differ: none at .*, yes at /),
  differ(
    'ab through a proxy against without',
    plain.replace('127.0.0.1 (be', 'lab [through 192.0.2.1:3128] (be'),
    /proxies differ/,
  ),
  {
    what: 'ab with and without kept connections in one log',
    logs: [[A, plain + abOutput(true)]],
    exit: 0,
    values: { 'microvm throughput.conn': [RATE], 'microvm throughput.sess': [32_100.25] },
  },
  {
    what: 'ab that died amid good runs',
    logs: [
      [
        A,
        `${plain.slice(0, plain.indexOf('\n\n\n'))}\napr_socket_recv: Connection reset by peer (104)\nTotal of 41 requests completed\n${plain}`,
      ],
    ],
    exit: 3,
    problems: [/^CLIENT_OUTPUT: nginx\.microvm\.log:6: ab printed "apr_socket_recv: Connection reset/],
    values: one,
  },
  {
    what: 'a kept-connections log whose second run died early',
    logs: [[A, abOutput(true) + plain.slice(0, 300)]],
    exit: 3,
    problems: [
      /^CLIENT_OUTPUT: nginx\.microvm\.log:52: ab printed "Server Hostname: +" instead of the line "Server Hostname"/,
    ],
    values: { 'microvm throughput.sess': [32_100.25] },
  },
  {
    what: 'ab as HTML',
    logs: [[A, '<p>\n This is ApacheBench, Version 2.3 <i>&lt;$Revision$&gt;</i><br>\n']],
    exit: 3,
    problems: [/it was used with -w/],
  },
  {
    what: 'ab with the answers among the results',
    logs: [[A, plain.replace('.....done', '...INFO: GET header == ')]],
    exit: 3,
    problems: [/it was used with -v 2 or more/],
  },
  {
    what: 'a count of four hundred digits',
    logs: [[A, abOutput(false, { 'Complete requests': '9'.repeat(400) })]],
    exit: 3,
    problems: [/^CLIENT_OUTPUT: /],
    values: {},
  },
];
