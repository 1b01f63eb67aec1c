// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Job } from '../../harness/app/job.js';
import { encodeToken, renderJob } from '../../harness/app/render-job.js';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';

const JOB: Job = {
  mounts: [],
  nodes: [],
  settings: [],
  limits: [],
  loopback: false,
  app: { argv: ['/app'], env: {}, reportsMain: false },
  privileged: false,
  ready: { exit: 0 },
  checks: [],
  clients: [],
  end: 'debug-exit',
};

describe('job file', () => {
  it('of the least app', () => {
    assert.equal(renderJob(JOB), 'lupine-job 1\nend debug-exit\napp /app\nready exit 10000 0\nfinish\n');
  });

  it('has everything in the order in which it is done', () => {
    const job: Job = {
      mounts: [
        { type: 'proc', target: '/proc', optional: true },
        { type: 'tmpfs', target: '/tmp', options: 'size=1m' },
      ],
      nodes: [{ path: '/dev/null', kind: 'char', major: 1, minor: 3, mode: 0o666, optional: false }],
      settings: [{ path: '/proc/sys/net/core/somaxconn', value: '1024', optional: true }],
      limits: [{ name: 'nofile', soft: 1024 }],
      loopback: true,
      ethernet: { name: 'eth0', address: '10.0.0.2', netmask: '255.255.255.0', gateway: '10.0.0.1' },
      app: { argv: ['/a b', ''], env: { A: '1 2' }, cwd: '/c', user: { uid: 1, gid: 2 }, reportsMain: true },
      privileged: false,
      ready: { tcp: 80, withinMs: 5 },
      checks: [
        {
          name: 'GET page',
          tcp: 80,
          send: '\r\n',
          until: 'close',
          expect: { prefix: 'a', suffixFile: '/p' },
        },
        { name: 'line', line: '100%', stream: 'stderr' },
      ],
      clients: [{ name: 'ab', argv: ['/ab', '-n'], env: { B: '' }, withinMs: 7 }],
      end: 'reboot',
      tscHz: 1_000_000_000n,
    };
    assert.deepEqual(renderJob(job).trimEnd().split('\n'), [
      'lupine-job 1',
      'end reboot',
      'tsc-hz 1000000000',
      'mount? proc /proc',
      'mount tmpfs /tmp tmpfs size=1m',
      'node char 1 3 438 /dev/null',
      'write? /proc/sys/net/core/somaxconn 1024',
      'rlimit nofile 1024 1024',
      'loopback',
      'interface eth0 10.0.0.2 255.255.255.0 10.0.0.1',
      'env A=1%202',
      'cwd /c',
      'user 1 2',
      'main-mark',
      'app /a%20b %',
      'ready tcp 5 80',
      'check-tcp GET%20page 5000 80 close %0d%0a prefix a suffix-file /p',
      'check-output line 1000 stderr 100%25',
      'env B=',
      'client ab 7 /ab -n',
      'finish',
    ]);
  });

  it('writes every byte so that it comes back', () => {
    const text = `${String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))}€`;
    const token = encodeToken(text);
    assert.match(token, /^[!-~]+$/);
    assert.equal(decodeURIComponent(token), text);
    assert.equal(encodeToken(''), '%');
    assert.equal(encodeToken('%'), '%25');
  });

  it('carries zero bytes where PID 1 counts: in what a check sends and compares', () => {
    const checks = [{ name: 'x', tcp: 1, send: 'a\0b', expect: { exact: '\0', contains: 'c\0' } }];
    assert.match(renderJob({ ...JOB, checks }), /^check-tcp x 5000 1 match a%00b exact %00 contains c%00$/m);
  });

  it('carries bytes that no text has, one for each character', () => {
    const checks = [
      {
        name: 'x',
        tcp: 1,
        send: '\xce\0',
        encoding: 'latin1' as const,
        expect: { prefix: 'é', suffixFile: '/é' },
      },
    ];
    const job = renderJob({ ...JOB, checks });
    assert.match(job, /^check-tcp x 5000 1 match %ce%00 prefix %e9 suffix-file \/%c3%a9$/m);
  });

  const impossible: [string, Partial<Job>, RegExp][] = [
    ['a relative command', { app: { ...JOB.app, argv: ['app'] } }, /absolute path/],
    [
      'a name that is too long to be reported',
      { checks: [{ name: 'ä'.repeat(96), line: 'x' }] },
      /more than 190 bytes/,
    ],
    ['no command', { app: { ...JOB.app, argv: [] } }, /absolute path/],
    ['no readiness', { ready: {} }, /exactly one of tcp, exit and line/],
    ['two kinds of readiness', { ready: { tcp: 1, exit: 0 } }, /exactly one/],
    [
      'a check without expectation',
      { checks: [{ name: 'x', tcp: 1, send: '', expect: {} }] },
      /`x` expects nothing/,
    ],
    [
      'a character that is no byte',
      { checks: [{ name: 'x', tcp: 1, send: '€', encoding: 'latin1', expect: { exact: '' } }] },
      /`x` has a character above U\+00FF/,
    ],
    ['a zero byte', { app: { ...JOB.app, argv: ['/a', '\0'] } }, /zero byte/],
    [
      'a zero byte in a name of a check',
      { checks: [{ name: '\0', tcp: 1, send: '', expect: { exact: '' } }] },
      /zero byte/,
    ],
    [
      'a zero byte in a path to compare with',
      { checks: [{ name: 'x', tcp: 1, send: '', expect: { suffixFile: '/\0' } }] },
      /zero byte/,
    ],
    ['too many arguments', { app: { ...JOB.app, argv: ['/a', ...Array<string>(80).fill('b')] } }, /82 words/],
    ['too much text', { app: { ...JOB.app, argv: ['/a', 'b'.repeat(70_000)] } }, /bytes, more than 65536/],
    [
      'too many variables',
      { app: { ...JOB.app, env: Object.fromEntries(Array.from({ length: 63 }, (_, n) => [`V${n}`, ''])) } },
      /63 environment variables/,
    ],
  ];
  for (const [name, change, message] of impossible) {
    it(`is refused with ${name}`, () =>
      failsWith(() => renderJob({ ...JOB, ...change }), 'JOB_INVALID', EXIT.usage, message));
  }
});
