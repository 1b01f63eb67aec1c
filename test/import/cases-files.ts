// SPDX-License-Identifier: Apache-2.0
import { gzipSync } from 'node:zlib';
import { abOutput } from '../support/ab-output.js';
import { newRun, oldRun } from '../support/redis-output.js';
import type { Case } from './case.js';

const A = 'redis.microvm.log';
const RUN = oldRun(10, 20);
const both = { 'microvm throughput.set': [10], 'microvm throughput.get': [20] };
const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
const reads = (what: string, content: string | Uint8Array, arg = A): Case => ({
  what,
  logs: [[arg, content]],
  exit: 0,
  values: both,
});
const refused = (what: string, arg: string, content: string | Uint8Array, problem: RegExp): Case => ({
  what,
  logs: [[arg, content]],
  exit: 2,
  problems: [problem],
});
const named = (file: string, system: string): Case => ({
  what: `the name ${file}`,
  logs: [[file, RUN]],
  exit: 0,
  values: { [`${system} throughput.set`]: [10], [`${system} throughput.get`]: [20] },
});

/** Encodings, names and whole files. */
export const FILES: readonly Case[] = [
  reads('UTF-8 with a mark', `\ufeff${RUN}`),
  reads('UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${RUN.replaceAll('\n', '\r\n')}`, 'utf16le')),
  reads('UTF-16 of the other order', utf16be(`\ufeff${RUN}`)),
  reads('UTF-16 without a mark', Buffer.from(RUN, 'utf16le')),
  reads('gzip', gzipSync(RUN), 'redis.microvm.log.gz'),
  reads('lines of Windows', RUN.replaceAll('\n', '\r\n')),
  reads('lines that end by carriage returns only', RUN.replaceAll('\n', '\r')),
  reads('colours', `\u001b[1;32mroot@lab\u001b[0m:~# redis-benchmark --csv\n\u001b[0m${RUN}`),
  {
    what: 'Latin-1',
    logs: [['nginx.microvm.log', Buffer.from(abOutput(false, { 'Server Software': 'caf\u00e9' }), 'latin1')]],
    exit: 0,
    values: { 'microvm throughput.conn': [16_012.5] },
  },
  refused('xz', A, Buffer.from('fd377a585a0000', 'hex'), /^LOG_UNREADABLE: .* is packed by xz/),
  refused(
    'damaged gzip',
    A,
    gzipSync(RUN).subarray(0, 20),
    /^LOG_UNREADABLE: .* packed by gzip, and damaged/,
  ),
  refused('no text', A, Buffer.from('abcdef\0\u0001', 'latin1'), /^LOG_UNREADABLE: .* byte 7 is zero/),
  refused('a large file in a small one', A, gzipSync(Buffer.alloc(65 * 1024 * 1024)), /^LOG_TOO_LARGE: /),
  refused('nothing', A, '\n', /^LOG_EMPTY: /),
  reads('a line of half a million letters', `${'x'.repeat(500_000)}\r${RUN}`),
  refused(
    'escape sequences and no log',
    A,
    '\u001b]0;title\u0007hi \u202e\n',
    /^LOG_UNKNOWN: .*:1: ".*hi .u\{202e\}"/,
  ),
  {
    what: 'an empty log beside a good one',
    logs: [
      [A, RUN],
      ['redis.osv.log', ''],
    ],
    exit: 3,
    problems: [/^LOG_EMPTY: redis\.osv\.log/],
    values: both,
  },
  {
    what: 'a log without a client beside a good one',
    logs: [
      [A, RUN],
      ['redis.osv.log', 'bash: redis-benchmark: command not found\n'],
    ],
    exit: 3,
    problems: [/redis\.osv\.log:1: .*command not found/],
    values: both,
  },
  {
    what: 'a log given twice',
    logs: [
      [A, RUN],
      ['copy/redis.microvm.txt', RUN],
    ],
    exit: 2,
    problems: [/^LOG_TWICE: redis\.microvm\.log \(for microvm\) and copy\/redis\.microvm\.txt/],
  },
  {
    what: 'a log given for two systems',
    logs: [
      [A, RUN],
      ['osv=copy', RUN],
    ],
    exit: 2,
    problems: [/^LOG_TWICE: .*for microvm.*for osv/],
  },
  named('microvm.nginx.log', 'microvm'),
  named('microvm.log', 'microvm'),
  named('nginx.lupine-redis+kml.log', 'lupine-redis+kml'),
  named('get-only.osv.log', 'osv'),
  named('nginx.lupine-nginx@6.12.log', 'lupine-nginx@6.12'),
  named('lupine-redis@6.12+kml.run1.log', 'lupine-redis@6.12+kml'),
  refused('a name of one system with two kernels', 'microvm.microvm@6.12.log', RUN, /^LOG_SYSTEM_UNKNOWN: /),
  named('microvm.run1.log', 'microvm'),
  refused('a name of an app alone', 'redis.log', RUN, /^LOG_SYSTEM_UNKNOWN: the name of redis\.log/),
  refused('a name of two systems', 'microvm.lupine-base.log', RUN, /^LOG_SYSTEM_UNKNOWN: /),
  refused('__proto__ as a system', '__proto__=a.log', RUN, /^LOG_SYSTEM_INVALID: "__proto__"/),
  refused('a name with an escape sequence', '\u001b[2J.log', RUN, /^LOG_SYSTEM_UNKNOWN: .*\\x1b\[2J/),
  {
    what: 'constructor as a system',
    logs: [['constructor=a.log', newRun(10, 20)]],
    exit: 0,
  },
];
