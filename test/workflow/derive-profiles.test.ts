// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeProfile } from '../../harness/profile/store.js';
import { RunFolder } from '../../harness/run/folder.js';
import { profilesOf } from '../../harness/workflow/derive-profiles.js';
import { redisBoot } from '../profile/fixture.js';

describe('the profiles of a run', () => {
  let folder = new RunFolder('/');

  beforeEach(async () => {
    folder = new RunFolder(await mkdtemp(join(tmpdir(), 'lupine-bench-profiles-')));
  });

  afterEach(() => rm(folder.dir, { recursive: true }));

  it('are none where it has none', async () => assert.deepEqual(await profilesOf(folder), []));
  it('come in the order of its steps', async () => {
    for (const step of [10, 9, 1]) {
      const profile = { ...redisBoot(), system: `system-${step}` };
      await writeProfile(folder.path('profiles', `${step}.json`), profile);
    }
    await writeFile(folder.path('profiles', 'notes.txt'), 'mine');
    const systems = (await profilesOf(folder)).map(({ system }) => system);
    assert.deepEqual(systems, ['system-1', 'system-9', 'system-10']);
    assert.deepEqual(folder.damage, []);
  });
  it('that are damaged cost nothing else, and are named', async () => {
    await writeProfile(folder.path('profiles', '1.json'), redisBoot());
    await writeFile(folder.path('profiles', '2.json'), '{"format":1,');
    assert.deepEqual(await profilesOf(folder), [redisBoot()]);
    assert.match(folder.damage.join(), /profiles\/2\.json cannot be used: it is not complete JSON/);
  });
});
