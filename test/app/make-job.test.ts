// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makeJob } from '../../harness/app/make-job.js';
import { GUEST_INTERFACE, waitNotify } from '../../harness/app/host-load.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';

const APP: AppDeclaration = {
  name: 'a',
  title: 'A',
  command: ['/a', 'x'],
  network: 'loopback',
  devices: ['null', 'urandom'],
  env: { A: '1' },
  ready: { tcp: 1 },
  checks: [],
  clients: { ab: { command: ['/ab', '-q'], env: { B: '2' } } },
};

describe('job of an app', () => {
  it('takes what the app declares', () => {
    const job = makeJob(APP, { clock: 'deterministic', purpose: 'boot' });
    assert.deepEqual(job.app, { argv: ['/a', 'x'], env: { A: '1' }, reportsMain: false });
    assert.deepEqual(
      job.nodes.map(({ path, major, minor }) => [path, major, minor]),
      [
        ['/dev/null', 1, 3],
        ['/dev/urandom', 1, 9],
      ],
    );
    assert.deepEqual([job.loopback, job.end, job.tscHz], [true, 'debug-exit', 1_000_000_000n]);
  });

  it('lets the guest find out its frequency under the wall clock', () => {
    assert.equal(makeJob(APP, { clock: 'wall', purpose: 'boot' }).tscHz, undefined);
  });

  it('runs clients under load only', () => {
    const clients = [{ client: 'ab', name: 'conn', args: ['-k'], env: { C: '3' }, withinMs: 5 }];
    const load = makeJob(APP, { clock: 'wall', purpose: 'load', clients });
    assert.deepEqual(load.clients, [
      { name: 'conn', argv: ['/ab', '-q', '-k'], env: { B: '2', C: '3' }, withinMs: 5 },
    ]);
    for (const purpose of ['boot', 'check'] as const) {
      assert.deepEqual(makeJob(APP, { clock: 'wall', purpose, clients }).clients, []);
    }
  });

  it('waits for the word of the host instead, where the load comes from there', () => {
    const app = { ...APP, hostLoadArgs: ['--everywhere'] };
    const clients = [{ client: 'ab' }];
    const inside = makeJob(app, { clock: 'wall', purpose: 'load', clients });
    assert.deepEqual([inside.app.argv, inside.ethernet], [['/a', 'x'], undefined]);
    const outside = makeJob(app, { clock: 'wall', purpose: 'load', clients, ethernet: GUEST_INTERFACE });
    assert.deepEqual(outside.app.argv, ['/a', 'x', '--everywhere']);
    assert.deepEqual(outside.clients, [waitNotify(600_000)]);
    assert.equal(outside.ethernet, GUEST_INTERFACE);
  });

  it('names the clients that there are', () =>
    failsWith(
      () => makeJob(APP, { clock: 'wall', purpose: 'load', clients: [{ client: 'wrk' }] }),
      'APP_CLIENT_UNKNOWN',
      EXIT.usage,
      /declares no client `wrk`/,
    ));
});
