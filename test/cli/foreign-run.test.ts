// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { createRun } from '../../harness/run/folder.js';
import { lupineBench } from '../support/cli.js';
import { planOf } from '../support/plan-of.js';
import { inTemp } from '../support/temp.js';

describe('lupine-bench resume of a run that somebody else made', function () {
  this.timeout(60_000);

  it('builds nothing from what it names, unless it is told that this is known', () =>
    inTemp(async (dir) => {
      const step = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 } as const;
      const plan = { ...planOf(step), kernelSource: '/nowhere/linux.tar' };
      const { dir: run } = await createRun(dir, plan, new Date(0));
      const env = { LUPINE_BENCH_CACHE: join(dir, 'cache') };
      const asked = await lupineBench(['resume', run], env);
      assert.equal(asked.exitCode, EXIT.usage);
      assert.match(
        asked.stderr,
        /^error PLAN_NAMES_FILES: the run \S+ was not made here, .*:\n {2}kernel source: \/nowhere\/linux\.tar\n {2}next: .*--trust-plan/m,
      );
      const told = await lupineBench(['resume', run, '--trust-plan'], env);
      assert.match(told.stderr, /^error SOURCE_MISSING: \/nowhere\/linux\.tar does not exist/m);
    }));
});
