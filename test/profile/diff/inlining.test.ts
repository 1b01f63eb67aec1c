// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { diffProfiles } from '../../../harness/profile/diff/diff.js';
import type { Inlining } from '../../../harness/profile/diff/types.js';
import { type Place, place, profileOf } from '../fixture.js';

function perhaps(before: Place, after: Place, name: string): Inlining | undefined {
  const [phase] = diffProfiles(profileOf({ load: [before] }), profileOf({ load: [after] })).phases;
  return phase?.functions.find((one) => one.name === name)?.perhaps;
}

describe('a function that is on one side only', () => {
  it('was perhaps inlined when its only caller took its instructions', () => {
    const before = place('main', 100, [place('vfs_read', 50)]);
    assert.deepEqual(perhaps(before, place('main', 140), 'vfs_read'), {
      ...{ moved: 'into', callers: ['main'], together: -10 },
    });
  });
  it('was perhaps inlined before when its callers lost what it has', () => {
    const callers = (main: number, cron: number, ...reads: Place[]): Place =>
      place('main', main, [...reads, place('serverCron', cron, reads)]);
    assert.deepEqual(perhaps(callers(200, 90), callers(160, 60, place('vfs_read', 30)), 'vfs_read'), {
      ...{ moved: 'out of', callers: ['main', 'serverCron'], together: -10 },
    });
  });
  it('was not, when a caller did not change', () => {
    const before = place('main', 100, [
      place('vfs_read', 50),
      place('serverCron', 9, [place('vfs_read', 1)]),
    ]);
    assert.equal(perhaps(before, place('main', 150, [place('serverCron', 9)]), 'vfs_read'), undefined);
  });
  it('was not, when its caller is gone too', () => {
    const before = place('main', 100, [place('serverCron', 50, [place('vfs_read', 50)])]);
    assert.equal(perhaps(before, place('main', 200), 'vfs_read'), undefined);
  });
  it('was not, when its caller took hardly any of it', () =>
    assert.equal(
      perhaps(place('main', 100, [place('vfs_read', 50)]), place('main', 102), 'vfs_read'),
      undefined,
    ));
  it('was not, when what it interrupted grew', () => {
    const handler: Place = { ...place('memblock_add', 50), kind: 'interrupt' };
    assert.equal(perhaps(place('main', 100, [handler]), place('main', 150), 'memblock_add'), undefined);
  });
  it('is not told without calls', () => {
    const [before, after] = [place('main', 100, [place('vfs_read', 50)]), place('main', 150)].map((root) => {
      const profile = profileOf({ load: [root] });
      return { ...profile, phases: profile.phases.map((phase) => ({ ...phase, tree: undefined })) };
    });
    assert.ok(before && after);
    const gone = diffProfiles(before, after).phases[0]?.functions.find(({ name }) => name === 'vfs_read');
    assert.deepEqual([gone?.perhaps, gone?.calls], [undefined, undefined]);
  });
});
