// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { unsupported } from '../../harness/plan/supported.js';
import { resolveGuest } from '../../harness/system/guest/resolve.js';
import { builtinScenarios } from '../support/builtin.js';

describe('what a system cannot do', () => {
  it('stands in a plan as one line that a plan may have, however it was declared', async () => {
    const scenario = await builtinScenarios.load('boot-main');
    for (const [declared, planned] of [
      ['it has no fork.\n', 'it has no fork.'],
      ['it has\n\nno  fork\u2028at all.', 'it has no fork at all.'],
      ['x'.repeat(4000), `${'x'.repeat(997)}...`],
    ] as const) {
      const system = resolveGuest(
        { name: 'mine', title: 'Mine', summary: 'Mine.', family: 'own', subject: true },
        {
          apps: { hello: { success: ['ok'], end: 'kill' } },
          limits: [{ app: 'hello', reason: declared, source: 'its\u2029manual' }],
        },
        [],
      );
      assert.deepEqual(unsupported(system, 'hello', scenario), { reason: planned, source: 'its manual' });
    }
  });
});
