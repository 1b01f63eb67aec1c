// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffCalls } from '../../../harness/profile/diff/calls.js';
import type { CallDifference } from '../../../harness/profile/diff/types.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { profiles } from '../arbitrary.js';
import { place, profileOf, redisBoot } from '../fixture.js';

function every(node: CallDifference): CallDifference[] {
  return [node, ...node.children.flatMap(every)];
}

describe('the calls of two profiles', () => {
  it('meet where every function on the way is the same', () => {
    const before = profileOf({ load: [place('main', 10, [place('vfs_read', 5), place('clear_bss', 1)])] });
    const after = profileOf({ load: [place('main', 12, [place('vfs_read', 9)]), place('clear_bss', 1)] });
    const rows = every(diffCalls(before, after, 'load')).map(({ label, total, self }) => [
      ...[label, total.before, total.after, self.difference],
    ]);
    assert.deepEqual(rows, [
      ['load', 16, 22, 0],
      ['main', 16, 21, 2],
      ['vfs_read', 5, 9, 4],
      ['clear_bss', 1, 0, -1],
      ['clear_bss', 0, 1, 1],
    ]);
  });
  it('of a phase that neither has are empty', () => {
    const { label, total, children } = diffCalls(redisBoot(), redisBoot(), 'checks');
    assert.deepEqual([label, total.before, total.after, children.length], ['checks', 0, 0, 0]);
  });
  it('lose no instruction, whatever the profiles', () =>
    fc.assert(
      fc.property(profiles, profiles, (before, after) => {
        for (const { name } of before.phases) {
          const root = diffCalls(before, after, name);
          const now = after.phases.find((phase) => phase.name === name)?.instructions ?? 0;
          assert.equal(root.total.after, now);
          for (const { self, total, children } of every(root)) {
            const below = children.reduce((sum, child) => sum + child.total.difference, 0);
            assert.equal(self.difference + below, total.difference);
          }
        }
      }),
      { numRuns: fuzzRuns },
    ));
});
