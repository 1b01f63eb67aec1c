// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import type { Clock } from '../../harness/metric/types.js';
import { makePlan } from '../../harness/plan/plan.js';
import { createRun } from '../../harness/run/folder.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { summariseRun } from '../../harness/summary/summary.js';
import type { SystemCatalogueFile } from '../../harness/system/types.js';
import { inTemp } from '../support/temp.js';
import { ANYWHERE, builtinScenarios } from '../support/builtin.js';
import { SystemCatalogue } from '../../harness/system/catalogue.js';

/** What the report has a reader know of the redis scenario, on these systems under this clock. */
async function noteOf(systems: string[], clock: Clock): Promise<string | undefined> {
  const kernelDir = packagePath('kernel');
  const file = await loadYaml<SystemCatalogueFile>(join(kernelDir, 'systems.yaml'), 'systems');
  const patches = new Map([['kml', [join(kernelDir, 'a.patch')]]]);
  const catalogue = new SystemCatalogue({ file, kernels: new Map([['redis', 'redis']]), kernelDir, patches });
  const plan = makePlan([await builtinScenarios.load('redis')], catalogue, {
    ...ANYWHERE,
    clock,
    clockReason: 'test',
    systems,
  });
  return await inTemp(async (dir) => {
    const folder = await createRun(dir, plan, new Date(0));
    return (await summariseRun(folder, catalogue)).scenarios[0]?.note;
  });
}

describe('the summary of a run', () => {
  it('says under the deterministic clock that what kernel mode saves is cycles', async () => {
    const note = await noteOf(['lupine-redis', 'lupine-redis+kml', 'lupine-redis+kml+tiny'], 'deterministic');
    assert.match(note ?? '', /^These are instructions\. .*in cycles, .* host with KVM\.$/);
  });
  it('says nothing of the kind under the wall clock, or without kernel mode', async () => {
    assert.equal(await noteOf(['lupine-redis', 'lupine-redis+kml'], 'wall'), undefined);
    assert.equal(await noteOf(['microvm', 'lupine-redis'], 'deterministic'), undefined);
  });
});
