// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import type { Plan } from '../../harness/plan/types.js';
import { commitAll, gitIn } from '../support/git.js';
import { writeFiles } from '../support/project.js';
import { type Runner, runnerIn } from '../support/runner.js';
import { makeShards, planToShard } from '../support/scripted-shards.js';
import { inTemp, withCache } from '../support/temp.js';

/** A tool that says what it was called with, and that it is of this commit. */
const TOOL = (commit: string): string =>
  `require('node:fs').appendFileSync(process.env.LOG, '${commit} ' + process.argv.slice(2).join(' ') + '\\n');\n`;

/** A bare origin with two commits of such a tool, and a clone of it. */
async function clone(dir: string, ...options: string[]): Promise<{ work: string; base: string }> {
  const [origin, work] = [join(dir, 'origin'), join(dir, 'work')];
  await mkdir(origin);
  await gitIn(origin, 'init', '--quiet', '--initial-branch=main');
  await cp(packagePath('.ci'), join(origin, '.ci'), { recursive: true });
  await writeFiles(origin, { 'dist/harness/cli/main.js': TOOL('base') });
  const base = await commitAll(origin, 'base');
  await writeFiles(origin, { 'dist/harness/cli/main.js': TOOL('head') });
  await commitAll(origin, 'head');
  await gitIn(dir, 'clone', '--quiet', '--bare', origin, 'origin.git');
  await gitIn(dir, 'clone', '--quiet', ...options, `file://${dir}/origin.git`, work);
  return { work, base };
}

describe('the job that measures a part of a pull request', function () {
  this.timeout(60_000);
  const env = { LUPINE_SHARD: '1/2', LUPINE_SCENARIOS: 'boot image-size', LUPINE_SYSTEMS: 'a,b' };

  it('measures each side with its own tool', () =>
    inTemp(async (dir) => {
      const { work, base } = await clone(dir);
      const runner = await runnerIn(join(dir, 'runner'));
      await runner.program('make', 'echo "make $*" >>"$LOG"');
      const { exitCode, stderr } = await runner.step('bash .ci/measure', work, { ...env, LUPINE_BASE: base });
      assert.equal(exitCode, 0, stderr);
      const call = 'run --clock deterministic --boots 2 --system a,b --shard 1/2 --out measured/';
      assert.deepEqual(await runner.calls(), [
        'make setup dist/.built',
        `make -C ${runner.temp}/base dist/.built`,
        `base ${call}base -- boot image-size`,
        `head ${call}head -- boot image-size`,
      ]);
    }));

  it('says so where the base is not in the clone, and obeys no name', () =>
    inTemp(async (dir) => {
      const { work, base } = await clone(dir, '--depth', '1');
      const runner = await runnerIn(join(dir, 'runner'));
      for (const wrong of [base, 'gone', '--help', '$(touch owned)', ''])
        assert.deepEqual(
          await runner
            .step('bash .ci/measure', work, { ...env, LUPINE_BASE: wrong })
            .then(({ exitCode, stdout }) => [exitCode, stdout]),
          [2, '::error title=lupine-bench::the base is not in this clone: check out with fetch-depth: 0'],
        );
      assert.equal(existsSync(join(work, 'owned')), false);
    }));
});

/** What both jobs before it have left, where the verdict is made. */
async function measured(dir: string, plan: Plan, slower: bigint): Promise<Runner> {
  const work = join(dir, 'work');
  await mkdir(work);
  for (const name of ['dist', '.ci']) await symlink(packagePath(name), join(work, name));
  for (const side of ['base', 'head']) {
    const parts = side === 'base' ? {} : { slower, images: 'b' };
    for (const [index, run] of (await makeShards(join(dir, side), plan, 2, parts)).entries())
      await cp(run.dir, join(work, 'parts', `measured-${index}`, side, run.id), { recursive: true });
  }
  const runner = await runnerIn(join(dir, 'runner'));
  await runner.program('make', 'exit 0');
  return runner;
}

async function inRunner(test: (dir: string) => Promise<void>): Promise<void> {
  await inTemp((dir) => withCache(join(dir, 'cache'), () => test(dir)));
}

describe('the job that joins all parts of a pull request', function () {
  this.timeout(120_000);
  const verdict = (runner: Runner, dir: string) =>
    runner.step('bash .ci/verdict', join(dir, 'work'), { LUPINE_NUMBER: '12' });

  it('is red where a metric became worse, and leaves what a comment says', () =>
    inRunner(async (dir) => {
      const runner = await measured(dir, await planToShard('deterministic', 2, ['boot']), 2n);
      const { exitCode, stdout, stderr, output, summary } = await verdict(runner, dir);
      assert.equal(exitCode, EXIT.regression, stderr);
      assert.match(stdout, /^::error title=regression%3A /m);
      assert.match(output, /^verdict=regression\nregressions=[1-9]/);
      assert.match(summary, /^## regression: /);
      const comment = join(dir, 'work', 'comment');
      assert.equal(await readFile(join(comment, 'comment.md'), 'utf8'), summary);
      assert.equal(await readFile(join(comment, 'number'), 'utf8'), '12\n');
    }));

  it('fails where a planned cell is missing, and where one stands twice', () =>
    inRunner(async (dir) => {
      const runner = await measured(dir, await planToShard('deterministic', 2, ['boot']), 1n);
      const parts = join(dir, 'work', 'parts');
      await cp(join(parts, 'measured-1'), join(parts, 'measured-2'), { recursive: true });
      const twice = await verdict(runner, dir);
      assert.equal(twice.exitCode, EXIT.usage);
      assert.match(twice.stderr, /^error MERGE_DOUBLED: /m);
      for (const part of ['measured-1', 'measured-2']) await rm(join(parts, part), { recursive: true });
      const missing = await verdict(runner, dir);
      assert.equal(missing.exitCode, EXIT.couldNotMeasure);
      assert.match(missing.stderr, /^error MERGE_MISSING: .* Not given: shard 2\/2\./m);
      await rm(join(parts, 'measured-0'), { recursive: true });
      const nothing = await verdict(runner, dir);
      assert.deepEqual([nothing.exitCode, nothing.stdout.includes('no shard has measured')], [3, true]);
    }));
});
