// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BenchError, EXIT } from '../../../harness/core/errors.js';
import { type RumprunCommand, rumprunCommandLine } from '../../../harness/image/rumprun/command-line.js';
import { failsWith } from '../../support/errors.js';
import { fuzzRuns } from '../../support/fuzz.js';

const hello: RumprunCommand = { programs: [{ bin: 'hello', argv: ['3'] }] };

const refuses = async (command: RumprunCommand, says: RegExp): Promise<void> => {
  await failsWith(() => rumprunCommandLine(command), 'RUMPRUN_COMMAND', EXIT.usage, says);
};

describe('the command line of a Rumprun image', () => {
  it('is the JSON that it reads', () => {
    assert.equal(rumprunCommandLine(hello), '{"rc":[{"bin":"hello","argv":["3"]}]}');
    const redis: RumprunCommand = {
      programs: [
        { bin: 'redis-server', argv: ['--save', ''], background: true },
        { bin: 'client', argv: [] },
      ],
      env: { HOME: '/tmp', MODE: 'a=b' },
      net: { interface: 'vioif0', address: '10.0.2.15', bits: 24, gateway: '10.0.2.2' },
      disks: [{ device: '/dev/ld0a', mountpoint: '/data' }],
    };
    assert.equal(
      rumprunCommandLine(redis),
      '{"env":"HOME=/tmp","env":"MODE=a=b",' +
        '"net":{"if":"vioif0","type":"inet","method":"static","addr":"10.0.2.15","mask":"24","gw":"10.0.2.2"},' +
        '"blk":{"source":"dev","path":"/dev/ld0a","fstype":"blk","mountpoint":"/data"},' +
        '"rc":[{"bin":"redis-server","argv":["--save",""],"runmode":"&"},{"bin":"client","argv":[]}]}',
    );
  });

  it('runs as many programs as an image can have', async () => {
    const named = (names: string[]): RumprunCommand => ({ programs: names.map((bin) => ({ bin })) });
    await refuses(named([]), /no program/);
    await refuses(named(Array.from({ length: 9 }, String)), /9 programs, and Rumprun knows 8/);
    assert.equal(rumprunCommandLine(named(['a'])), '{"rc":[{"bin":"a","argv":[]}]}');
  });

  it('is refused where the guest would read something else', async () => {
    for (const word of ['"', 'a\\b', 'two\nlines', '\u0000', '\u2028', '\ud800', '\u007f'])
      await refuses({ programs: [{ bin: 'hello', argv: [word] }] }, /a word is .* character/);
    await refuses({ programs: [{ bin: 'hello', argv: ['_RUMPRUN_ROOTFSCFG=/x'] }] }, /changes what it is/);
    await refuses({ programs: [{ bin: 'hello', argv: ['x'.repeat(4000)] }] }, /4036 bytes/);
    for (const name of ['', 'A=B', '1A', 'A"'])
      await refuses({ ...hello, env: { [name]: 'x' } }, /no name of a variable/);
    await refuses({ ...hello, net: { interface: 'vioif0', address: '10.0.2', bits: 24 } }, /no IPv4/);
    await refuses(
      { ...hello, net: { interface: 'vioif0', address: '10.0.2.15', bits: 24, gateway: '::1' } },
      /no IPv4/,
    );
    await refuses({ ...hello, net: { interface: 'vioif0', address: '10.0.2.15', bits: 33 } }, /33 bits/);
    await refuses({ ...hello, disks: [{ device: '/dev/"', mountpoint: '/' }] }, /path is/);
  });

  it('gives every word as it was, or none', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (argv) => {
        let line: string;
        try {
          line = rumprunCommandLine({ programs: [{ bin: 'a', argv }] });
        } catch (error) {
          assert.ok(error instanceof BenchError && error.code === 'RUMPRUN_COMMAND', String(error));
          return;
        }
        // Its reader undoes no escapes: there must be none.
        assert.ok(!line.includes('\\'));
        assert.deepEqual(JSON.parse(line), { rc: [{ bin: 'a', argv }] });
      }),
      { numRuns: fuzzRuns },
    );
  });
});
