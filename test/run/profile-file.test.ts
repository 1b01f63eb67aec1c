// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compactJson } from '../../harness/core/json.js';
import { sealedJson } from '../../harness/core/seal.js';
import type { PlanStep } from '../../harness/plan/types.js';
import { encodeProfile, profileText } from '../../harness/profile/encode.js';
import type { StoredPhase, StoredProfile } from '../../harness/profile/stored-types.js';
import { RunFolder, createRun } from '../../harness/run/folder.js';
import { profiles } from '../profile/arbitrary.js';
import { redisBoot } from '../profile/fixture.js';
import { failsWith } from '../support/errors.js';
import { fuzzRuns } from '../support/fuzz.js';
import { planOf } from '../support/plan-of.js';

const { scenario, system, app } = redisBoot();
const step: PlanStep = { n: 1, kind: 'boot', scenario, system, app, boot: 1 };

describe('the file of a profile', () => {
  let folder = new RunFolder('/');
  let dir = '';
  let file = '';

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lupine-bench-profile-'));
    folder = await createRun(dir, planOf(step), new Date(0));
    file = folder.path('profiles', '1.json');
    await folder.writeProfile(step, redisBoot());
  });

  after(() => rm(dir, { recursive: true }));

  /** Why the reader sets a text aside. */
  const fault = async (text: string): Promise<string> => {
    await writeFile(file, text);
    folder.damage.length = 0;
    assert.equal(await folder.profile(step), undefined);
    const [said = ''] = folder.damage;
    assert.ok((await readdir(folder.path('profiles'))).includes('1.json.damaged'));
    return /1\.json was damaged \((.*)\); it is kept/.exec(said)?.[1] ?? assert.fail(said);
  };

  /** Why the reader sets a good file aside after a change that its digest fits. */
  const refusal = async (change: (stored: StoredProfile) => unknown): Promise<string> => {
    const stored = encodeProfile(redisBoot());
    change(stored);
    return await fault(sealedJson(stored, compactJson));
  };

  it('gives the profile again', async () => {
    const profile = { ...redisBoot(), notes: ['a note'], metrics: { 'boot.guest': 1000 } };
    await folder.writeProfile(step, profile);
    assert.deepEqual(await folder.profile(step), profile);
  });
  it('is none where there is none', async () => {
    assert.equal(await folder.profile({ ...step, n: 2 }), undefined);
  });
  it('gives any profile again, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(profiles, async (any) => {
        const profile = { ...any, scenario, system, app };
        await folder.writeProfile(step, profile);
        const read = (await folder.profile(step)) ?? assert.fail(folder.damage.join());
        assert.equal(profileText(read), await readFile(file, 'utf8'));
      }),
      { numRuns: fuzzRuns },
    ));
  it('does not depend on the order of tables', () => {
    const profile = redisBoot();
    const phases = profile.phases.map((phase) => ({ ...phase, flat: new Map([...phase.flat].reverse()) }));
    assert.equal(profileText({ ...profile, phases }), profileText(profile));
  });
  it('has nothing that a terminal would obey', () => {
    const [first, ...others] = redisBoot().functions;
    assert.ok(first);
    const functions = [{ ...first, name: 'a\u001b\u202eb' }, ...others];
    assert.match(profileText({ ...redisBoot(), functions }), /"a\\u001b\\u202eb"/);
  });
  it('is set aside when it is cut off, has no digest, or another content than that says', async () => {
    const text = profileText(redisBoot());
    assert.equal(await fault(text.slice(0, 500)), 'it is not complete JSON');
    assert.equal(await fault(compactJson(encodeProfile(redisBoot()))), 'it has no digest of itself');
    assert.equal(
      await fault(text.replace('start_kernel', 'stop_kernel')),
      'its digest does not fit its content',
    );
  });
  it('is set aside when it is of another step', async () => {
    assert.equal(await refusal((one) => (one.system = 'microvm')), 'it is of another step');
  });
  it('of another format stops the reader', async () => {
    const other = sealedJson({ ...encodeProfile(redisBoot()), format: 2 });
    await writeFile(file, other);
    await failsWith(folder.profile(step), 'FORMAT_UNKNOWN', 2);
  });
  it('is set aside when it is nested, however deeply', async () => {
    const deep = `{"format":1,"phases":${'['.repeat(2e5)}${']'.repeat(2e5)}}`;
    assert.equal(await fault(deep), 'its values stand in each other too deeply');
  });
  it('is set aside with the place that does not fit', async () => {
    const negative = await refusal((one) => (kernelPhase(one).flat = [[0, -5]]));
    assert.match(negative, /^"phases\.0\.flat\.0\.1" is -5, but it must be >= 0/);
    const address = await refusal((one) => one.functions.forEach((row) => (row.address = '10')));
    assert.match(address, /^"functions\.0\.address"/);
  });
  it('is set aside when instructions do not add up', async () => {
    const flat = await refusal((one) => (kernelPhase(one).instructions += 1));
    assert.match(flat, /^phase "kernel": its functions have 1000 instructions, and it 1001$/);
    const tree = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(3, 1, 101));
    assert.match(tree, /its tree has 1001 instructions, and it 1000$/);
    const kernel = await refusal((one) => (kernelPhase(one).kernelInstructions = 1001));
    assert.match(kernel, /the kernel has more instructions than all/);
  });
  it('is set aside when it names functions that it lacks, or twice', async () => {
    assert.match(await refusal((one) => one.functions.pop()), /^phase "load": there is no function 7$/);
    const twice = await refusal(
      (one) =>
        (kernelPhase(one).flat = [
          [1, 500],
          [1, 500],
        ]),
    );
    assert.match(twice, /function 1 is not behind the one before it/);
  });
  it('is set aside when a tree runs in a circle, has two roots, or no end', async () => {
    const own = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(0, 1, 2));
    assert.match(own, /row 2 of its tree was called from row 2, which does not come before it/);
    const two = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(0, 1, -1));
    assert.match(two, /row 2 of its tree is no call: the first row/);
    const rows = Array.from({ length: 5000 }, (_, row) => [row - 1, -1, row ? 'call' : 'phase', 0, 1, 'x']);
    const deep = await refusal((one) => (kernelPhase(one).tree = rows as never));
    assert.match(deep, /row 1024 of its tree is deeper than 1024 calls/);
  });
  it('is set aside when a phase stands twice', async () => {
    assert.match(await refusal((one) => (kernelPhase(one).name = 'load')), /^phase "load": it stands twice$/);
  });
});

function kernelPhase({ phases }: StoredProfile): StoredPhase {
  return phases[0] ?? assert.fail('no phase');
}
