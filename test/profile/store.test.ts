// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { BenchError } from '../../harness/core/errors.js';
import { encodeProfile } from '../../harness/profile/encode.js';
import { profileText, readProfile, writeProfile } from '../../harness/profile/store.js';
import type { StoredPhase, StoredProfile } from '../../harness/profile/stored-types.js';
import { fuzzRuns } from '../support/fuzz.js';
import { profiles } from './arbitrary.js';
import { redisBoot } from './fixture.js';

describe('the file of a profile', () => {
  let folder = '';
  let file = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-profile-'));
    file = join(folder, '1.json');
  });

  after(() => rm(folder, { recursive: true }));

  /** How the reader refuses a text. */
  const refused = async (text: string): Promise<BenchError> => {
    await writeFile(file, text);
    return await readProfile(file).then(
      () => assert.fail('it was read'),
      (found: unknown) => found as BenchError,
    );
  };

  /** Why the reader refuses a good file after a change. */
  const refusal = async (change: (stored: StoredProfile) => unknown): Promise<string> => {
    const stored = encodeProfile(redisBoot());
    change(stored);
    const error = await refused(JSON.stringify(stored));
    assert.equal(error.code, 'PROFILE_DAMAGED');
    assert.equal(error.exit, 2);
    return error.message.slice(error.message.indexOf('cannot be used: ') + 16);
  };

  it('gives the profile again', async () => {
    const profile = { ...redisBoot(), notes: ['a note'], metrics: { 'boot.guest': 1000 } };
    await writeProfile(file, profile);
    assert.deepEqual(await readProfile(file), profile);
  });
  it('gives any profile again, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(profiles, async (profile) => {
        const text = profileText(profile);
        await writeFile(file, text);
        assert.equal(profileText(await readProfile(file)), text);
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
  it('is refused when it is missing, a folder, cut off or of another format', async () => {
    await assert.rejects(readProfile(join(folder, 'none.json')), { code: 'PROFILE_MISSING', exit: 2 });
    await assert.rejects(readProfile(folder), { code: 'PROFILE_DAMAGED', exit: 2 });
    assert.equal((await refused(profileText(redisBoot()).slice(0, 500))).code, 'PROFILE_DAMAGED');
    const other = JSON.stringify({ ...encodeProfile(redisBoot()), format: 2 });
    assert.equal((await refused(other)).code, 'FORMAT_UNKNOWN');
  });
  it('is refused when it is nested, however deeply', async () => {
    const deep = `{"format":1,"phases":${'['.repeat(2e5)}${']'.repeat(2e5)}}`;
    assert.equal((await refused(deep)).code, 'PROFILE_DAMAGED');
  });
  it('is refused with the place that does not fit', async () => {
    const negative = await refusal((one) => (kernelPhase(one).flat = [[0, -5]]));
    assert.match(negative, /^\/phases\/0\/flat\/0\/1 must be >= 0/);
    const address = await refusal((one) => one.functions.forEach((row) => (row.address = '10')));
    assert.match(address, /^\/functions\/0\/address must match pattern/);
  });
  it('is refused when instructions do not add up', async () => {
    const flat = await refusal((one) => (kernelPhase(one).instructions += 1));
    assert.match(flat, /^phase "kernel": its functions have 1000 instructions, and it 1001\./);
    const tree = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(3, 1, 101));
    assert.match(tree, /its tree has 1001 instructions, and it 1000\./);
    const kernel = await refusal((one) => (kernelPhase(one).kernelInstructions = 1001));
    assert.match(kernel, /the kernel has more instructions than all/);
  });
  it('is refused when it names functions that it lacks, or twice', async () => {
    assert.match(await refusal((one) => one.functions.pop()), /^phase "load": there is no function 7\./);
    const twice = await refusal(
      (one) =>
        (kernelPhase(one).flat = [
          [1, 500],
          [1, 500],
        ]),
    );
    assert.match(twice, /function 1 is not behind the one before it/);
  });
  it('is refused when a tree runs in a circle, has two roots, or no end', async () => {
    const own = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(0, 1, 2));
    assert.match(own, /row 2 of its tree was called from row 2, which does not come before it/);
    const two = await refusal((one) => kernelPhase(one).tree?.[2]?.splice(0, 1, -1));
    assert.match(two, /row 2 of its tree is no call: the first row/);
    const rows = Array.from({ length: 5000 }, (_, row) => [row - 1, -1, row ? 'call' : 'phase', 0, 1, 'x']);
    const deep = await refusal((one) => (kernelPhase(one).tree = rows as never));
    assert.match(deep, /row 1024 of its tree is deeper than 1024 calls/);
  });
  it('is refused when a phase stands twice', async () => {
    assert.match(
      await refusal((one) => (kernelPhase(one).name = 'load')),
      /^phase "load": it stands twice\./,
    );
  });
});

function kernelPhase({ phases }: StoredProfile): StoredPhase {
  return phases[0] ?? assert.fail('no phase');
}
