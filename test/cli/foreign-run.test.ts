// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { createRun } from '../../harness/run/folder.js';
import { lupineBench } from '../support/cli.js';
import { planOf } from '../support/plan-of.js';
import { inTemp } from '../support/temp.js';

const STEP = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 } as const;

describe('lupine-bench resume of a run that somebody else made', function () {
  this.timeout(60_000);

  it('builds nothing from what it names, unless it is told that this is known', () =>
    inTemp(async (dir) => {
      const plan = { ...planOf(STEP), kernelSource: '/nowhere/linux.tar' };
      const { dir: run } = await createRun(dir, plan, new Date(0));
      const env = { LUPINE_BENCH_CACHE: join(dir, 'cache') };
      const asked = await lupineBench(['resume', run], env);
      assert.equal(asked.exitCode, EXIT.usage);
      assert.match(
        asked.stderr,
        /^error PLAN_NAMES_FILES: the run \S+ was not made here, .*:\n {2}\| kernel source: \/nowhere\/linux\.tar\n {2}next: .*--trust-plan/m,
      );
      const told = await lupineBench(['resume', run, '--trust-plan'], env);
      assert.match(
        told.stderr,
        /^error SOURCE_MISSING: the kernel source \/nowhere\/linux\.tar does not exist/m,
      );
    }));
  it('looks for no source in the folder of the user, whatever it is told', () =>
    inTemp(async (dir) => {
      const { dir: run } = await createRun(dir, { ...planOf(STEP), kernelSource: 'linux.tar' }, new Date(0));
      const env = { LUPINE_BENCH_CACHE: join(dir, 'cache') };
      const { exitCode, stderr } = await lupineBench(['resume', run, '--trust-plan'], env);
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, /^error SOURCE_RELATIVE: the run \S+ names the kernel source linux\.tar/m);
    }));
});
