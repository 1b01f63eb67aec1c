// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { unsupported } from '../../harness/plan/supported.js';
import { resolveGuest } from '../../harness/system/guest/resolve.js';
import type { GuestApp, GuestDeclaration } from '../../harness/system/guest/types.js';
import type { GuestSystem } from '../../harness/system/types.js';
import { builtinScenarios } from '../support/builtin.js';

const about = { name: 'mine', title: 'Mine', summary: 'Mine.', family: 'own', subject: true };

const systemOf = (declaration: GuestDeclaration): GuestSystem => resolveGuest(about, declaration, []);

describe('what a system cannot do', () => {
  it('is a load from the host, unless it says how one is known to be ready', async () => {
    const scenario = await builtinScenarios.load('redis-host');
    const redis: GuestApp = { success: ['ok'], end: 'kill' };
    const missing = unsupported(systemOf({ apps: { redis } }), 'redis', scenario);
    assert.match(missing?.reason ?? '', /nothing says how redis is loaded on it from the host/);
    for (const hostLoad of ['port', 'notified'] as const)
      assert.equal(
        unsupported(systemOf({ apps: { redis: { ...redis, hostLoad } } }), 'redis', scenario),
        undefined,
      );
  });
  it('stands in a plan as one line that a plan may have, however it was declared', async () => {
    const scenario = await builtinScenarios.load('boot-main');
    for (const [declared, planned] of [
      ['it has no fork.\n', 'it has no fork.'],
      ['it has\n\nno  fork\u2028at all.', 'it has no fork at all.'],
      ['x'.repeat(4000), `${'x'.repeat(997)}...`],
    ] as const) {
      const system = systemOf({
        apps: { hello: { success: ['ok'], end: 'kill' } },
        limits: [{ app: 'hello', reason: declared, source: 'its\u2029manual' }],
      });
      assert.deepEqual(unsupported(system, 'hello', scenario), { reason: planned, source: 'its manual' });
    }
  });
});
