// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { silent } from '../../harness/core/progress.js';
import { chooseCpus, cpuLayout } from '../../harness/host/cpus.js';
import { makePlan } from '../../harness/plan/plan.js';
import { createRun } from '../../harness/run/folder.js';
import { readProvenance } from '../../harness/run/provenance.js';
import { makeBoots } from '../../harness/run/run.js';
import { loadScenario } from '../../harness/scenario/load.js';
import { loadSystems } from '../../harness/system/catalogue.js';
import { needKernels } from '../support/kernels.js';
import { standIn } from '../support/stand-in.js';
import { inTemp } from '../support/temp.js';

describe('a run under the wall clock', function () {
  this.timeout(1_800_000);

  it('pins its VMM, says where, and measures what only this clock has', () =>
    inTemp(async (dir) => {
      await needKernels('lupine-hello');
      const catalogue = await loadSystems(['hello']);
      const plan = makePlan([await loadScenario('boot')], catalogue, {
        clock: 'wall',
        clockReason: 'test',
        systems: ['lupine-hello'],
        apps: ['hello'],
        boots: 1,
      });
      const folder = await createRun(dir, plan, new Date());
      const options = { vmm: standIn(), catalogue, progress: silent, signal: new AbortController().signal };
      await makeBoots(folder, plan, options);

      const [step] = plan.steps;
      const record = step === undefined ? undefined : await folder.record(step);
      assert.equal(record?.failure, undefined);
      const values = record?.values ?? {};
      for (const { name } of plan.scenarios.flatMap(({ metrics }) => metrics))
        assert.ok((values[name] ?? 0) > 0, name);
      assert.equal(values['boot.vmm'], record?.result?.vmmNs);

      const cpus = chooseCpus(await cpuLayout());
      const provenance = await readProvenance(folder);
      assert.deepEqual(provenance?.cpus, cpus);
      const prefix = ['taskset', '-c', cpus.join(',')];
      assert.deepEqual(record?.result?.argv.slice(0, 3), prefix);
      assert.deepEqual(Object.values(provenance.commands)[0]?.slice(0, 3), prefix);
    }));
});
