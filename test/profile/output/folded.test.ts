// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foldedStacks } from '../../../harness/profile/output/folded.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { profiles } from '../arbitrary.js';
import { place, profileOf, redisBoot } from '../fixture.js';

describe('folded stacks', () => {
  it('have a line for each stack, in order', () => {
    assert.deepEqual(foldedStacks(redisBoot()).split('\n'), [
      'kernel;swapper;start_kernel 100',
      'kernel;swapper;start_kernel;clear_bss 700',
      'kernel;swapper;start_kernel;memblock_add 200',
      'load;redis-server;irq 0;memblock_add 10',
      'load;redis-server;main 300',
      'load;redis-server;main;read 40',
      'load;redis-server;main;read;vfs_read 60',
      'load;redis-server;main;read;vfs_read;security_file_open 20',
      'load;redis-server;main;serverCron 200',
      '',
    ]);
  });
  it('cannot be broken by a name', () => {
    const hostile = profileOf({ load: [place('a;b\n\u001b[31mc', 5), place('', 2)] });
    assert.equal(foldedStacks(hostile), 'load;? 2\nload;a,b\\x0a\\x1b[31mc 5\n');
  });
  it('add up to all instructions and do not depend on the order of calls', () =>
    fc.assert(
      fc.property(profiles, (profile) => {
        const text = foldedStacks(profile);
        const weights = [...text.matchAll(/ (\d+)\n/g)].map(([, weight]) => Number(weight));
        const all = profile.phases.reduce((sum, { instructions }) => sum + instructions, 0);
        assert.equal(
          weights.reduce((sum, weight) => sum + weight, 0),
          all,
        );
        const turned = profile.phases.map((phase) => ({
          ...phase,
          tree: phase.tree && { ...phase.tree, children: [...phase.tree.children].reverse() },
        }));
        assert.equal(foldedStacks({ ...profile, phases: turned }), text);
      }),
      { numRuns: fuzzRuns },
    ));
});
