// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffProfiles } from '../../../harness/profile/diff/diff.js';
import type { FunctionChange, PhaseDifference } from '../../../harness/profile/diff/types.js';
import type { Profile } from '../../../harness/profile/types.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { profiles } from '../arbitrary.js';
import { CODE, type Place, code, place, profileOf, redisBoot } from '../fixture.js';

/** Two profiles of one phase, each with calls from main; functions that the fixture lacks are the kernel's. */
function loads(before: readonly Place[], after: readonly Place[]): [Profile, Profile] {
  const names = (places: readonly Place[]): string[] =>
    places.flatMap(({ name, children = [] }) => [name, ...names(children)]);
  const load = (places: readonly Place[]): Profile => {
    const unknown = names(places).filter((name) => !CODE.some((one) => one.name === name));
    const own = [...new Set(unknown)].map((name, index) =>
      code(name, 'vmlinux', BigInt(index + 1), 'mm/x.c'),
    );
    return profileOf({ load: places }, [...CODE, ...own]);
  };
  return [load(before), load(after)];
}

function onlyPhase(before: Profile, after: Profile): PhaseDifference {
  const { phases } = diffProfiles(before, after);
  return phases[0] ?? assert.fail('no phase');
}

function change(phase: PhaseDifference, name: string): FunctionChange {
  return phase.functions.find((one) => one.name === name) ?? assert.fail(`no ${name}`);
}

describe('the difference of two profiles', () => {
  it('of one profile is nothing', () => {
    const { phases } = diffProfiles(redisBoot(), redisBoot());
    assert.deepEqual(
      phases.map(({ name, difference }) => [name, difference]),
      [
        ['kernel', 0],
        ['load', 0],
      ],
    );
    for (const { functions, subsystems } of phases) {
      assert.ok(functions.every(({ difference, perhaps }) => difference === 0 && perhaps === undefined));
      assert.ok(subsystems.every(({ difference, functions: changed }) => difference === 0 && changed === 0));
    }
  });
  it('has the largest change first, whichever way it goes', () => {
    const [before, after] = loads(
      [place('main', 100, [place('vfs_read', 500), place('clear_bss', 40)])],
      [place('main', 90, [place('vfs_read', 200), place('clear_bss', 90)])],
    );
    const { functions, difference } = onlyPhase(before, after);
    assert.equal(difference, -260);
    assert.deepEqual(
      functions.map(({ name, difference: own }) => [name, own]),
      [
        ['vfs_read', -300],
        ['clear_bss', 50],
        ['main', -10],
      ],
    );
  });
  it('tells another name from a change', () => {
    const [before, after] = loads(
      [place('main', 10, [place('foo.isra.0', 50)])],
      [place('main', 10, [place('foo.constprop.0', 40), place('foo.part.0', 12)])],
    );
    const foo = change(onlyPhase(before, after), 'foo');
    assert.deepEqual([foo.before, foo.after, foo.difference], [50, 52, 2]);
    assert.deepEqual(foo.names, { before: ['foo.isra.0'], after: ['foo.constprop.0', 'foo.part.0'] });
    assert.equal(foo.perhaps, undefined);
  });
  it('says that a function was called twice as often', () => {
    const [before, after] = loads(
      [place('main', 10, [place('vfs_read', 50, [], 2)])],
      [place('main', 10, [place('vfs_read', 100, [], 4)])],
    );
    assert.deepEqual(change(onlyPhase(before, after), 'vfs_read').calls, { before: 2, after: 4 });
  });
  it('has what is on one side only', () => {
    const [before, after] = loads([place('main', 10)], [place('main', 10, [place('security_file_open', 7)])]);
    const hook = change(onlyPhase(before, after), 'security_file_open');
    assert.deepEqual([hook.before, hook.after, hook.names.before.length], [0, 7, 0]);
    assert.equal(hook.perhaps, undefined);
  });
  it('groups by subsystem', () => {
    const [before, after] = loads(
      [place('main', 10, [place('vfs_read', 5)])],
      [place('main', 10, [place('vfs_read', 6, [place('security_file_open', 7)])])],
    );
    assert.deepEqual(
      onlyPhase(before, after).subsystems.map(({ subsystem, difference, functions }) => [
        ...[subsystem, difference, functions],
      ]),
      [
        ['security', 7, 1],
        ['fs', 1, 1],
        ['/usr/bin/redis-server', 0, 0],
      ],
    );
  });
  it('has a phase that one side lacks, whole', () => {
    const { phases } = diffProfiles(profileOf({ load: [place('main', 5)] }), profileOf({}));
    assert.deepEqual(
      phases.map(({ name, before, after, difference }) => [name, before, after, difference]),
      [['load', 5, 0, -5]],
    );
  });
  it('compares requests where both served them, and keeps waiting apart', () => {
    const [before, after] = loads(
      [place('main', 1000), place('vfs_read', 90)],
      [place('main', 600), place('vfs_read', 100)],
    );
    const withRequests = (profile: Profile, requests: number, idle: number): Profile => ({
      ...profile,
      phases: profile.phases.map((phase) => ({ ...phase, requests, duration: phase.instructions + idle })),
    });
    const phase = onlyPhase(withRequests(before, 20, 70), withRequests(after, 10, 30));
    assert.deepEqual(phase.requests, { before: 20, after: 10 });
    assert.deepEqual(phase.idle, { before: 70, after: 30, difference: -40 });
    // 50 to 60, and 4.5 to 10 instructions per request: the smaller difference of instructions is the larger change.
    assert.deepEqual(
      phase.functions.map(({ name }) => name),
      ['main', 'vfs_read'],
    );
  });
  it('adds up to the last instruction, whatever the profiles', () =>
    fc.assert(
      fc.property(profiles, profiles, (before, after) => {
        for (const { functions, subsystems, ...phase } of diffProfiles(before, after).phases) {
          for (const list of [functions, subsystems]) {
            for (const of of ['before', 'after', 'difference'] as const) {
              const sum = list.reduce((all, one) => all + one[of], 0);
              assert.equal(sum, phase[of]);
            }
          }
        }
      }),
      { numRuns: fuzzRuns },
    ));
});
