// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { EXIT } from '../../harness/core/errors.js';
import type { Clock, Counted } from '../../harness/metric/types.js';
import { describePlan } from '../../harness/plan/describe.js';
import { makePlan } from '../../harness/plan/plan.js';
import { lupineBench } from '../support/cli.js';
import { inTemp } from '../support/temp.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';

/** What is said of a plan in which nothing is built. */
async function told(scenario: string, clock: Clock, counted?: Counted): Promise<string> {
  const catalogue = await builtinSystems();
  const plan = makePlan([await builtinScenarios.load(scenario)], catalogue, {
    ...{ ...ANYWHERE, clock, clockReason: 'test', counted },
    ...{ systems: ['hermitux', 'osv'], apps: ['hello'] },
  });
  return (await describePlan(plan, catalogue, new AbortController().signal)).text;
}

describe('the description of a plan', () => {
  const line = /^cannot be measured: .*$/gm;
  it('says which steps a clock or host cannot make, once for each cell, with what to do', async () => {
    assert.deepEqual((await told('boot-main', 'deterministic')).match(line), [
      'cannot be measured: boot-main, hello on hermitux: MONITOR_KVM: guests of uhyve need a host with KVM, and here only their own ' +
        'instructions would be counted. Measure on a host with KVM (`hosts emulate` makes one), or counted as a whole: ' +
        '`boot-kvm --host deterministic-kvm`.',
    ]);
  });
  it('says nothing of the kind where they can be made', async () => {
    assert.equal((await told('boot-main', 'wall')).match(line), null);
    assert.equal((await told('boot-kvm', 'deterministic', 'kvm-host')).match(line), null);
    assert.equal((await told('image-size', 'deterministic')).match(line), null);
  });

  it('says of a source that is not on this machine that it is fetched first', () =>
    inTemp(async (cache) => {
      const there = existsSync('/usr/src/linux-source-6.12.tar.xz');
      const words = ['image-size', '--app', 'hello', '--system', 'lupine-hello@6.12'];
      const told = ['run', ...words, '--clock', 'deterministic', '--dry-run'];
      const { stdout, exitCode } = await lupineBench(told, { LUPINE_BENCH_CACHE: cache });
      assert.equal(exitCode, EXIT.ok);
      const source = `linux-source-6.12 6\\.12\\.[0-9]+[^ ,)]*${there ? '' : ', fetched first'}`;
      assert.match(stdout, new RegExp(`lupine-hello@6\\.12 +build, about .*\\(${source}\\)`));
    }));
});
