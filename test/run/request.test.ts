// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { BootRequest } from '../../harness/boot/request.js';
import { scriptedHost } from '../support/scripted-host.js';
import { type ScriptedPlan, withScriptedRun } from '../support/scripted-run.js';

/** The first request of a run. */
async function firstRequest(plan: ScriptedPlan): Promise<BootRequest> {
  const host = scriptedHost();
  await withScriptedRun({ ...plan, boots: 1 }, ({ make }) => make({ host }));
  const [request] = host.requests;
  assert.ok(request !== undefined);
  return request;
}

const roles = ({ artifacts }: BootRequest): string => artifacts.map(({ role }) => role).join(' ');

describe('the request for a boot', () => {
  for (const [what, plan] of [
    ['of a boot', {}],
    ['of a boot by the wall clock', { clock: 'wall' }],
    ['of a load in the guest', { scenario: 'redis', app: 'redis' }],
    ['of a load from the host', { scenario: 'redis-host', app: 'redis', clock: 'wall' }],
    ['of a search', { scenario: 'memory-floor' }],
  ] as const satisfies [string, ScriptedPlan][]) {
    it(`is JSON and nothing else: ${what}`, async () => {
      const request = await firstRequest(plan);
      assert.deepEqual(JSON.parse(JSON.stringify(request)), request);
    });
  }

  it('names files by digest, never by a path', async () => {
    const request = await firstRequest({ scenario: 'redis-host', app: 'redis', clock: 'wall' });
    assert.doesNotMatch(JSON.stringify(request), /nowhere/);
    assert.equal(roles(request), 'kernel disk clients');
    for (const { sha256 } of request.artifacts) assert.match(sha256, /^[0-9a-f]{64}$/);
  });

  it('has the root in memory only where no disk could be in time', async () => {
    const [counted, timed] = [await firstRequest({}), await firstRequest({ clock: 'wall' })];
    assert.equal(roles(counted), 'kernel initrd');
    assert.doesNotMatch(counted.cmdline, /root=/);
    assert.equal(roles(timed), 'kernel disk');
    assert.match(timed.cmdline, /root=\/dev\/vda/);
  });

  it('keeps clients on another CPU than the monitor', async () => {
    const request = await firstRequest({ scenario: 'redis-host', app: 'redis', clock: 'wall' });
    assert.deepEqual(request.cpus, [1, 2]);
    assert.deepEqual(request.load, {
      clients: [{ name: 'client', argv: ['./client', '-n', '1'], env: { LANG: 'C' } }],
      port: 6379,
      cpu: 3,
    });
  });
});
