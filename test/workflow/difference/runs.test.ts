// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import type { Plan, PlanStep } from '../../../harness/plan/types.js';
import type { Profile } from '../../../harness/profile/types.js';
import { type RunFolder, createRun } from '../../../harness/run/folder.js';
import { place, profileOf } from '../../profile/fixture.js';
import { benchHere } from '../../support/cli-here.js';
import { planOf } from '../../support/plan-of.js';
import { inTemp } from '../../support/temp.js';

const step: PlanStep = {
  n: 1,
  kind: 'boot',
  scenario: 'boot',
  system: 'lupine-redis',
  app: 'redis',
  boot: 1,
};
const profile = (instructions: number): Profile =>
  profileOf({ kernel: [place('start_kernel', 100), place('clear_bss', instructions)] });

/** Two runs with a profile each; plan and steps of the second one as a test wants them. */
const inRuns = (
  test: (dir: string, runs: RunFolder[]) => Promise<void>,
  change: (plan: Plan) => Plan = (plan) => plan,
  steps: PlanStep[] = [step],
) =>
  inTemp(async (dir) => {
    const before = await createRun(dir, planOf(step), new Date(0));
    const after = await createRun(dir, change(planOf(...steps)), new Date(86_400_000));
    await before.writeProfile(step, profile(700));
    for (const one of steps)
      await after.writeProfile(one, { ...profile(900), app: one.app, system: one.system });
    await test(dir, [before, after]);
  });

const diff = (dir: string, runs: RunFolder[], ...args: string[]) =>
  benchHere(['profile', 'boot', '--diff', ...runs.map((run) => run.dir), ...args], {}, dir);

describe('the difference of two runs', function () {
  this.timeout(60_000);

  it('is made of the profiles that they have, and nothing is booted', () =>
    inRuns(async (dir, runs) => {
      const out = join(dir, 'out');
      const { exitCode, stdout, stderr } = await diff(dir, runs, '--out', out);
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.match(
        stdout,
        /^Profile of boot: redis on lupine-redis \(19700102-000000-boot\), against [^(]*\(19700101-/,
      );
      assert.match(stdout, /\+200 +700 +900 +clear_bss/);
      assert.equal((await readFile(join(out, 'after.json'), 'utf8')).includes('"clear_bss"'), true);
      const dry = await diff(dir, runs, '--dry-run');
      assert.match(dry.stdout, /nothing is booted/);
    }));
  it('is refused with everything in which they do not compare', () =>
    inRuns(
      async (dir, runs) => {
        const { exitCode, stderr } = await diff(dir, runs);
        assert.equal(exitCode, EXIT.notComparable);
        assert.match(
          stderr,
          /^error PROFILES_NOT_COMPARABLE: .* differ in memory \(64 MiB, 128 MiB\), clock definition \(1, 2\)/m,
        );
      },
      (plan) => ({
        ...{ ...plan, clockDefinition: 2 },
        scenarios: plan.scenarios.map((one) => ({ ...one, memory_mib: 128 })),
      }),
    ));
  it('is of one cell of each', async () => {
    const steps = [step, { ...step, n: 2, app: 'hello' }];
    await inRuns(
      async (dir, runs) => {
        const several = await diff(dir, runs);
        assert.equal(several.exitCode, EXIT.usage);
        assert.match(several.stderr, /^error PROFILE_CHOICE: .* and \S+ has .*redis.*, .*hello/m);
        assert.equal((await diff(dir, runs, '--app', 'redis')).exitCode, EXIT.ok);
        const none = await diff(dir, runs, '--app', 'nginx');
        assert.match(none.stderr, /^error PROFILE_MISSING: /m);
      },
      undefined,
      steps,
    );
  });
  it('needs profiles that are whole', () =>
    inRuns(async (dir, runs) => {
      await writeFile(runs[1]?.path('profiles', '1.json') ?? '', '{"format":1,');
      const { exitCode, stderr } = await diff(dir, runs);
      assert.equal(exitCode, EXIT.couldNotMeasure);
      assert.match(stderr, /^error PROFILE_DAMAGED: .*1\.json was damaged/m);
      assert.match((await diff(dir, runs)).stderr, /^error PROFILE_MISSING: /m);
    }));
  it('takes no wishes about a boot', () =>
    inRuns(async (dir, runs) => {
      for (const wish of [['--memory', '64'], ['--tree']]) {
        const { exitCode, stderr } = await diff(dir, runs, ...wish);
        assert.equal(exitCode, EXIT.usage);
        assert.match(
          stderr,
          new RegExp(`^error PROFILE_CHOICE: ${wish[0] ?? ''} says how a boot is made`, 'm'),
        );
      }
    }));
});
