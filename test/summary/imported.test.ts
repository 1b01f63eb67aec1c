// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { importedSystems } from '../../harness/summary/imported.js';
import { builtinSystems } from '../support/builtin.js';
import type { Plan } from '../../harness/plan/types.js';

async function systemsOf(baseline: string, ...others: string[]): Promise<unknown[]> {
  const scenario = { systems: [baseline, ...others], baseline } as Plan['scenarios'][number];
  const plan = { scenarios: [scenario] } as Plan;
  const systems = importedSystems(plan, await builtinSystems());
  return systems.map(({ name, family, subject, app }) => [name, family, subject, app]);
}

describe('the systems of an imported run', () => {
  it('are subjects where they have the name of one', async () => {
    assert.deepEqual(await systemsOf('microvm', 'lupine-redis', 'osv', 'constructor'), [
      ['microvm', 'microvm', false, undefined],
      ['lupine-redis', 'lupine-redis', true, 'redis'],
      ['osv', 'osv', false, undefined],
      ['constructor', 'constructor', false, undefined],
    ]);
  });
  it('are no subject as what others are compared with', async () => {
    assert.deepEqual(await systemsOf('lupine-redis', 'osv'), [
      ['lupine-redis', 'lupine-redis', false, 'redis'],
      ['osv', 'osv', false, undefined],
    ]);
  });
});
