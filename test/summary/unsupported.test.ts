// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makePlan } from '../../harness/plan/plan.js';
import { createRun } from '../../harness/run/folder.js';
import { summariseRun } from '../../harness/summary/summary.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { inTemp } from '../support/temp.js';

const WHY = { reason: 'it has no fork.', source: 'its manual' };

/** A run of two systems, of which one can never have the cell and has no steps. */
async function summary(): Promise<RunSummary> {
  const catalogue = await builtinSystems();
  const scenario = {
    ...(await builtinScenarios.load('boot')),
    apps: ['hello'],
    waivers: [{ setting: 'machine' as const, systems: ['lupine-<app>'], reason: 'a test' }],
  };
  const options = {
    ...{ ...ANYWHERE, clock: 'deterministic' as const, clockReason: 'test', boots: 1 },
    ...{ systems: ['microvm', 'lupine-general'], metrics: ['boot.guest'] },
  };
  const planned = makePlan([scenario], catalogue, options);
  const plan = {
    ...planned,
    steps: planned.steps.filter(({ system }) => system === 'microvm'),
    unsupported: [{ scenario: 'boot', system: 'lupine-general', app: 'hello', ...WHY }],
  };
  return await inTemp(async (dir) => {
    const folder = await createRun(dir, plan, new Date(0));
    for (const step of plan.steps) {
      const values = { 'boot.guest': 1 };
      await folder.writeRecord({ format: 1, step, clock: plan.clock, host: plan.host, values });
    }
    return await summariseRun(folder, catalogue);
  });
}

describe('a cell that a system can never have', () => {
  it('is in the summary with its reason and source, and no failure', async () => {
    const { cells, unsupported, complete } = await summary();
    assert.deepEqual(
      cells.map(({ system, values, failures, unsupported: why }) => [
        system,
        values.length,
        failures.length,
        why,
      ]),
      [
        ['microvm', 1, 0, undefined],
        ['lupine-general', 0, 0, WHY],
      ],
    );
    assert.deepEqual(
      unsupported?.map(({ system }) => system),
      ['lupine-general'],
    );
    assert.equal(complete, true);
  });
  it('stands beside the waivers of its scenario, whose patterns are names there', async () => {
    const { scenarios } = await summary();
    assert.deepEqual(scenarios[0]?.waivers, [
      { setting: 'machine', systems: ['lupine-hello'], reason: 'a test' },
    ]);
  });
});
