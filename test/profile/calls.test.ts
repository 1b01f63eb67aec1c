// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callsOf, stacksOf } from '../../harness/profile/calls.js';
import { fuzzRuns } from '../support/fuzz.js';
import { profiles } from './arbitrary.js';
import { redisBoot } from './fixture.js';

describe('calls of a phase', () => {
  it('put places together that differ only in where the call stands', () => {
    const profile = redisBoot();
    const [phase] = profile.phases;
    assert.ok(phase);
    const [swapper] = callsOf(profile, phase).children;
    const [start] = swapper?.children ?? [];
    assert.deepEqual(
      start?.children.map(({ label, self, calls }) => [label, self, calls]),
      [
        ['clear_bss', 700, 1],
        ['memblock_add', 200, 5],
      ],
    );
  });
  it('without a tree are the objects with their functions', () => {
    const profile = redisBoot();
    const phase = profile.phases[1];
    assert.ok(phase);
    const { children, total } = callsOf(profile, { ...phase, tree: undefined });
    assert.equal(total, phase.instructions);
    assert.deepEqual(
      children.map(({ label, total }) => [label, total]),
      [
        ['/usr/bin/redis-server', 500],
        ['vmlinux', 130],
      ],
    );
    assert.equal(children[1]?.children[0]?.label, 'vfs_read');
  });
  it('have what the tree lacks in a place of its own', () => {
    const profile = redisBoot();
    const [phase] = profile.phases;
    assert.ok(phase);
    const { total, children } = callsOf(profile, { ...phase, instructions: phase.instructions + 4 });
    assert.equal(total, 1004);
    assert.deepEqual([children.at(-1)?.label, children.at(-1)?.self], ['[not in the tree]', 4]);
  });
  it('lose no instruction, whatever the tree', () =>
    fc.assert(
      fc.property(profiles, (profile) => {
        for (const phase of profile.phases) {
          const stacks = stacksOf(callsOf(profile, phase));
          assert.equal(
            stacks.reduce((sum, { self }) => sum + self, 0),
            phase.instructions,
          );
        }
      }),
      { numRuns: fuzzRuns },
    ));
});
