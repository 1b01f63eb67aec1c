// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { topFunctions } from '../../harness/profile/top.js';
import type { Profile } from '../../harness/profile/types.js';
import { fuzzRuns } from '../support/fuzz.js';
import { profiles } from './arbitrary.js';
import { place, profileOf, redisBoot } from './fixture.js';

type Row = [string, number, number | undefined, number | undefined];

function topOf(profile: Profile, index = 0): Row[] {
  const phase = profile.phases[index] ?? assert.fail('no such phase');
  return topFunctions(profile, phase).map(({ code, self, total, calls }) => [code.name, self, total, calls]);
}

describe('the functions of a phase', () => {
  it('are in the order of their own instructions', () => {
    assert.deepEqual(topOf(redisBoot()), [
      ['clear_bss', 700, 700, 1],
      ['memblock_add', 200, 200, 5],
      ['start_kernel', 100, 1000, 1],
    ]);
  });
  it('count a call within a call of the same function once', () => {
    const inner = place('vfs_read', 10, [place('memblock_add', 5, [place('vfs_read', 1)])]);
    assert.deepEqual(topOf(profileOf({ load: [inner] })), [
      ['vfs_read', 11, 16, 2],
      ['memblock_add', 5, 6, 1],
    ]);
  });
  it('have no calls where none were recorded', () => {
    const profile = redisBoot();
    const phases = profile.phases.map((phase) => ({ ...phase, tree: undefined }));
    assert.deepEqual(topOf({ ...profile, phases })[0], ['clear_bss', 700, undefined, undefined]);
  });
  it('that were jumped to have at least their own instructions', () => {
    const profile = profileOf({ load: [place('vfs_read', 10)] });
    const [phase] = profile.phases;
    assert.ok(phase);
    const flat = new Map([
      [1, 4],
      [5, 6],
    ]);
    assert.deepEqual(topOf({ ...profile, phases: [{ ...phase, flat }] })[1], ['memblock_add', 4, 4, 0]);
  });
  it('add up to the phase', () =>
    fc.assert(
      fc.property(profiles, (profile) => {
        for (const phase of profile.phases) {
          const sum = topFunctions(profile, phase).reduce((all, { self }) => all + self, 0);
          assert.equal(sum, phase.instructions);
        }
      }),
      { numRuns: fuzzRuns },
    ));
});
