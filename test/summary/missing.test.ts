// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makePlan } from '../../harness/plan/plan.js';
import { createRun } from '../../harness/run/folder.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { inTemp } from '../support/temp.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';

describe('the summary of a boot in which one program failed', () => {
  it('has the values of the others, and the reason beside that one alone', async () => {
    const catalogue = await builtinSystems();
    const metrics = ['syscall.null', 'lat.unix'];
    const options = {
      ...ANYWHERE,
      clock: 'deterministic',
      clockReason: 'test',
      boots: 1,
      systems: ['lupine-redis'],
    } as const;
    const plan = makePlan([await builtinScenarios.load('lmbench')], catalogue, { ...options, metrics });
    const [step] = plan.steps;
    assert.ok(step !== undefined);
    const { cells } = await inTemp(async (dir) => {
      const folder = await createRun(dir, plan, new Date(0));
      await folder.writeRecord({
        ...{ format: 1, step, clock: 'deterministic', host: 'local' },
        values: { 'syscall.null': 187.1 },
        missing: { 'lat.unix': { code: 'CLIENT_OUTPUT', message: 'no sockets.', next: 'Look.' } },
      });
      return await summariseRun(folder, catalogue);
    });
    assert.deepEqual(
      cells.map(({ metric, unit, values, failures }) => ({ metric, unit, values, failures })),
      [
        { metric: 'syscall.null', unit: 'vns', values: [187.1], failures: [] },
        {
          metric: 'lat.unix',
          unit: 'vns',
          values: [],
          failures: [{ boot: 1, code: 'CLIENT_OUTPUT', message: 'no sockets.' }],
        },
      ],
    );
  });
});
