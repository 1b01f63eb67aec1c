// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { PlanStep } from '../../harness/plan/types.js';
import type { Profile } from '../../harness/profile/types.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { profilesOf } from '../../harness/workflow/derive-profiles.js';
import { redisBoot } from '../profile/fixture.js';
import { planOf } from '../support/plan-of.js';
import { inTemp } from '../support/temp.js';

const { scenario, app } = redisBoot();
const steps = Array.from({ length: 10 }, (_, index): PlanStep => {
  return { n: index + 1, kind: 'boot', scenario, system: `system-${index + 1}`, app, boot: 1 };
});

const profile = (n: number): Profile => ({ ...redisBoot(), system: `system-${n}` });

const inRun = (test: (folder: RunFolder) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => test(await createRun(dir, planOf(...steps), new Date(0))));

async function store(folder: RunFolder, ...numbers: number[]): Promise<void> {
  for (const step of steps.filter(({ n }) => numbers.includes(n)))
    await folder.writeProfile(step, profile(step.n));
}

describe('the profiles of a run', () => {
  it(
    'are none where it has none',
    inRun(async (folder) => assert.deepEqual(await profilesOf(folder), [])),
  );
  it(
    'come in the order of its steps',
    inRun(async (folder) => {
      await store(folder, 10, 9, 1);
      await writeFile(folder.path('profiles', 'notes.txt'), 'mine');
      const systems = (await profilesOf(folder)).map(({ system }) => system);
      assert.deepEqual(systems, ['system-1', 'system-9', 'system-10']);
      assert.deepEqual(folder.damage, []);
    }),
  );
  it(
    'that are damaged cost nothing else, and are named',
    inRun(async (folder) => {
      await store(folder, 1);
      await writeFile(folder.path('profiles', '2.json'), '{"format":1,');
      assert.deepEqual(await profilesOf(folder), [profile(1)]);
      assert.match(folder.damage.join(), /profiles\/2\.json was damaged \(it is not complete JSON\)/);
    }),
  );
});
