// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type OsvStart, osvCommandLine } from '../../../harness/image/osv/command-line.js';
import { failsWith } from '../../support/errors.js';

const hello: OsvStart = {
  root: 'ramfs',
  pci: false,
  options: '',
  programs: [{ argv: ['/hello'], next: 'after' }],
};
const argv = (...words: string[]): string =>
  osvCommandLine({ ...hello, programs: [{ argv: ['/a', ...words], next: 'after' }] }).replace(
    /^.*serial /,
    '',
  );

describe('the command line of OSv', () => {
  it('has options first, then the program', () => {
    assert.equal(osvCommandLine(hello), '--rootfs=ramfs --nopci --console=serial /hello');
    assert.equal(
      osvCommandLine({
        ...{
          ...hello,
          root: 'rofs',
          pci: true,
          options: '--norandom',
          env: { A: 'b c\\d' },
          cwd: '/my data',
        },
        programs: [{ argv: ['/hello'], more: '-x "y z"', next: 'after' }],
        ip: { address: '10.0.0.2', netmask: '255.255.255.0', gateway: '10.0.0.1' },
      }),
      '--rootfs=rofs --console=serial --ip=eth0,10.0.0.2,255.255.255.0 --defaultgw=10.0.0.1 ' +
        '--env=A=b\\ c\\\\d --cwd=/my\\ data --norandom /hello -x "y z"',
    );
  });

  it('starts several programs, one beside the others', () => {
    const programs: OsvStart['programs'] = [
      { argv: ['/redis-server', '--save', ''], next: 'beside' },
      { argv: ['/waitport', '6379', '60'], next: 'after' },
      { argv: ['/redis-benchmark', '-t', 'set,get'], next: 'after' },
      { argv: ['/off', '21'], next: 'after' },
    ];
    assert.equal(
      osvCommandLine({ ...hello, programs }),
      '--rootfs=ramfs --nopci --console=serial /redis-server --save "" &! /waitport 6379 60; ' +
        '/redis-benchmark -t set,get; /off 21',
    );
  });

  it('quotes what the loader would take for more than a word', () => {
    assert.equal(argv('daemon off; master_process off;'), '/a "daemon off; master_process off;"');
    assert.equal(argv('a"b', 'c\\d', "it's", '&', '!', '-x'), `/a "a\\"b" "c\\\\d" "it's" "&" "!" -x`);
  });

  it('refuses what cannot be said', async () => {
    for (const word of ['$HOME', 'a\nb', 'ö', '\0']) await failsWith(() => argv(word), 'OSV_COMMAND', 2);
    const relative = { ...hello, programs: [{ argv: ['hello'], next: 'after' as const }] };
    await failsWith(() => osvCommandLine(relative), 'OSV_COMMAND', 2, /absolute path/);
    await failsWith(() => osvCommandLine({ ...hello, env: { A: 'a\nb' } }), 'OSV_COMMAND', 2);
  });
});
