// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createEnvironment } from '../../harness/environment/environment.js';
import { silent } from '../../harness/core/progress.js';
import { chooseCpus, cpuLayout } from '../../harness/host/cpus.js';
import { makePlan } from '../../harness/plan/plan.js';
import { createRun } from '../../harness/run/folder.js';
import { readProvenance } from '../../harness/run/provenance.js';
import { makeBoots } from '../../harness/run/run.js';
import { needKernels } from '../support/kernels.js';
import { standInHost } from '../support/stand-in.js';
import { inTemp } from '../support/temp.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';

describe('a run under the wall clock', function () {
  this.timeout(1_800_000);

  it('pins its VMM, says where, and measures what only this clock has', () =>
    inTemp(async (dir) => {
      await needKernels('lupine-hello');
      const catalogue = await builtinSystems();
      const plan = makePlan([await builtinScenarios.load('boot')], catalogue, {
        ...ANYWHERE,
        clock: 'wall',
        clockReason: 'test',
        systems: ['lupine-hello'],
        apps: ['hello'],
        boots: 1,
      });
      const folder = await createRun(dir, plan, new Date());
      const { signal } = new AbortController();
      const images = (await createEnvironment()).images({ clock: 'wall', progress: silent, signal });
      await makeBoots(folder, plan, { host: standInHost(), images, progress: silent, signal });

      const [step] = plan.steps;
      const record = step === undefined ? undefined : await folder.record(step);
      assert.equal(record?.failure, undefined);
      const values = record?.values ?? {};
      for (const { name } of plan.scenarios.flatMap(({ metrics }) => metrics))
        assert.ok((values[name] ?? 0) > 0, name);
      assert.equal(values['boot.vmm'], record?.result?.vmmNs);

      const cpus = chooseCpus(await cpuLayout());
      const provenance = await readProvenance(folder);
      assert.deepEqual(provenance?.pins?.monitor, cpus);
      const prefix = ['taskset', '-c', cpus.join(',')];
      assert.deepEqual(record?.result?.argv.slice(0, 3), prefix);
      assert.deepEqual(Object.values(provenance.commands)[0]?.slice(0, 3), prefix);
    }));
});
