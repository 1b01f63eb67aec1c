// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { expectedReport } from '../../harness/boot/expected.js';
import { builtinApps } from '../support/builtin.js';

const APP: AppDeclaration = {
  ...{ name: 'a', title: 'A', command: ['/a'], network: 'loopback', ready: { tcp: 1, withinMs: 300 } },
  checks: [
    { name: 'answers', tcp: 1, send: 'x', expect: { exact: 'y' }, withinMs: 20 },
    { name: 'says so', line: 'z' },
  ],
  clients: { ab: { command: ['/ab'] } },
  reportsMain: true,
};

describe('the report that is expected of a guest', () => {
  it('has what its job has, in order', () => {
    const clients = [
      { client: 'ab', withinMs: 7 },
      { client: 'ab', name: 'again', withinMs: 8 },
    ];
    const job = makeJob(APP, { clock: 'deterministic', purpose: 'load', clients });
    assert.deepEqual(expectedReport(job), {
      checks: ['answers', 'says so'],
      clients: ['ab', 'again'],
      reportsMain: true,
      tscHz: 1_000_000_000,
      limitMs: 300 + 20 + 1000 + 7 + 8,
    });
  });

  it('has no frequency where the guest finds it out, and is JSON', () => {
    const expected = expectedReport(makeJob(APP, { clock: 'wall', purpose: 'boot' }));
    assert.ok(!('tscHz' in expected));
    assert.deepEqual(JSON.parse(JSON.stringify(expected)), expected);
  });

  it('has a check for each that an app declares, so that none can be left out', async () => {
    for (const name of await builtinApps.names()) {
      const { declaration } = await builtinApps.load(name);
      const expected = expectedReport(makeJob(declaration, { clock: 'wall', purpose: 'boot' }));
      assert.equal(expected.checks.length, declaration.checks.length, name);
    }
  });
});
