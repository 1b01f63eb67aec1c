// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { guestFault } from '../../../harness/system/guest/fault.js';
import type { GuestApp } from '../../../harness/system/guest/types.js';

const sound: GuestApp = {
  ...{ main: 'main {tsc}', success: ['ok'], failures: [{ line: 'panic{any}', says: 'a panic' }] },
  ...{ clients: { load: { begin: 'begin', end: 'end {status}' } }, end: { halt: 'halted' } },
};

const faultOf = (app: GuestApp): ReturnType<typeof guestFault> =>
  guestFault({ apps: { hello: app }, artifacts: { kernel: './k' } }, []);

describe('the lines of a system that brings its own kernel', () => {
  it('have something of their own wherever they decide', () => {
    assert.equal(faultOf(sound), undefined);
    const load = { begin: 'begin', end: 'end' };
    for (const [change, ...at] of [
      [{ success: ['ok', '{any}'] }, 'success', 1],
      [{ failures: [{ line: '{any} {tsc}', says: 'x' }] }, 'failures', 0, 'line'],
      [{ clients: { load: { ...load, begin: '{any}' } } }, 'clients', 'load', 'begin'],
      [{ clients: { load: { ...load, end: '{status}' } } }, 'clients', 'load', 'end'],
      [{ end: { halt: '{any}' } }, 'end', 'halt'],
    ] as const) {
      const fault = faultOf({ ...sound, ...(change as Partial<GuestApp>) });
      assert.deepEqual([fault?.code, fault?.at], ['PATTERN_INVALID', ['apps', 'hello', ...at]]);
    }
  });

  it('serve on where clients on the host load it, and nobody in the guest waits for them', () => {
    const fault = faultOf({ ...sound, hostLoad: 'port' });
    assert.deepEqual([fault?.code, fault?.at], ['LOAD_END', ['apps', 'hello', 'hostLoad']]);
    assert.equal(faultOf({ ...sound, hostLoad: 'port', end: 'kill' }), undefined);
    assert.equal(faultOf({ ...sound, hostLoad: 'notified' }), undefined);
  });

  it('end by themselves where they are told that their load is over, and not as soon as their lines have come', () => {
    const fault = faultOf({ ...sound, hostLoad: 'notified', end: 'kill' });
    assert.deepEqual([fault?.code, fault?.at], ['LOAD_END', ['apps', 'hello', 'hostLoad']]);
  });

  it('name a client whose lines are declared, where a program stands for one', () => {
    const programs = (client: string): GuestApp => ({
      ...sound,
      programs: [{ bin: 'server' }, { bin: 'client', client }],
    });
    assert.equal(faultOf(programs('load')), undefined);
    for (const client of ['laod', 'constructor']) {
      const fault = faultOf(programs(client));
      assert.deepEqual(
        [fault?.code, fault?.at],
        ['APP_CLIENT_UNKNOWN', ['apps', 'hello', 'programs', 1, 'client']],
      );
    }
    assert.match(faultOf(programs('laod'))?.next ?? '', /load/);
  });

  it('need files that are declared, also those that every object inherits', () => {
    for (const kernel of ['constructor', 'to-string', '__proto__'])
      assert.equal(faultOf({ ...sound, kernel })?.code, 'ARTIFACT_UNKNOWN');
  });
});
