// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makePlan } from '../../harness/plan/plan.js';
import { applySettings } from '../../harness/plan/settings.js';
import { createRun } from '../../harness/run/folder.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { inTemp } from '../support/temp.js';

describe('the summary of a run with changed parameters', () => {
  it('says what they are, in the words of the workload, and what they would have been', async () => {
    const catalogue = await builtinSystems();
    const changed = applySettings(
      [await builtinScenarios.load('redis'), await builtinScenarios.load('memory-floor')],
      ['requests=1000', 'pipeline=4', 'clients=50'],
    );
    const plan = makePlan(changed, catalogue, { ...ANYWHERE, clock: 'deterministic', clockReason: 'test' });
    const { scenarios } = await inTemp(async (dir) =>
      summariseRun(await createRun(dir, plan, new Date(0)), catalogue),
    );
    assert.deepEqual(
      scenarios.map(({ parameters }) => parameters),
      [
        {
          memory: '512 MiB',
          requests: '1000 instead of 10000 (--set)',
          clients: 50,
          'bytes of a value': 3,
          'requests in a pipeline': '4 instead of 1 (--set)',
        },
        { 'resolution in MiB': 1, 'ceiling in MiB': 1024, 'failing boots below the floor': 10 },
      ],
    );
  });
});
