// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { type GitProject, burning, inGitProject } from '../../support/git-project.js';
import { commitAll, gitIn } from '../../support/git.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { needKernels } from '../../support/kernels.js';
import { bootScenario, writeFiles } from '../../support/project.js';
import { inTemp } from '../../support/temp.js';

const GATE = ['gate', 'start', '--app', 'burn', '--json'];

/** What a gate says against a commit, where it can say something. */
async function judged({ bench }: GitProject, base: string, exit: number): Promise<ComparisonDocument> {
  const { exitCode, stdout, stderr } = await bench(...GATE, '--base', base);
  assert.equal(exitCode, exit, `${stdout}${stderr}`);
  return JSON.parse(stdout) as ComparisonDocument;
}

/** That a gate refuses, in which words, and that it prints nothing that could be taken for a verdict. */
async function refused(
  { bench }: GitProject,
  base: string,
  says: RegExp,
  args = GATE,
  exit: number = EXIT.usage,
): Promise<void> {
  const { exitCode, stdout, stderr } = await bench(...args, '--base', base);
  assert.deepEqual([exitCode, stdout], [exit, ''], stderr);
  assert.match(stderr, says);
  assert.match(stderr, /^ {2}next: \S/m);
}

describe('a gate on a bad day', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('says with the name of the base what the base lacks, and is not green where that is the whole scenario', () =>
    inGitProject(async (project) => {
      const { dir, commit } = project;
      const gone = await commit('a file that is missing', burning(1000, 'gone'));
      await commit('the file', burning(1000));
      await refused(project, gone, new RegExp(`^error REVISION_PROJECT: .*"${gone}".*gone`, 'm'));

      const bad = await commit('no kernel', {
        'lupine-bench.yaml': 'systems:\n  mine: { kernel: .gitignore }\n',
      });
      await writeFiles(dir, { 'lupine-bench.yaml': 'systems:\n  mine: { base: lupine-hello }\n' });
      await refused(project, bad, new RegExp(`^error .*${bad}.*\\.gitignore`, 'm'));

      await rm(join(dir, 'scenarios/start.yaml'));
      const young = await commit('without the scenario', {});
      await writeFiles(dir, { 'scenarios/start.yaml': bootScenario('start', 'mine') });
      const { verdict, metrics } = await judged(project, young, EXIT.couldNotMeasure);
      assert.deepEqual([verdict, ...metrics.map((one) => one.verdict)], ['could not measure', 'new']);
    }));

  it('names what a base of another version of this program has that this one does not know', () =>
    inGitProject(async (project) => {
      const { dir, commit } = project;
      const other = await commit('other', {
        ...burning(1000),
        'scenarios/start.yaml': bootScenario('start', 'mine').replace('boots: 1', 'boots: 1\nwarmups: 3'),
      });
      await writeFiles(dir, { 'scenarios/start.yaml': bootScenario('start', 'mine') });
      await refused(
        project,
        other,
        new RegExp(`^error REVISION_PROJECT: .*${other}:scenarios/start.yaml:\\d+`, 'm'),
      );
    }));

  it('measures a tree with changes that are in no commit, against what is checked out, and leaves it as it is', () =>
    inGitProject(async (project) => {
      const { dir, commit } = project;
      await commit('one', burning(1000));
      await writeFiles(dir, burning(200_000));
      const state = (): Promise<string> => gitIn(dir, 'status', '--porcelain', '--untracked-files=all');
      const before = await state();
      const { verdict, metrics } = await judged(project, 'HEAD', EXIT.regression);
      assert.deepEqual([verdict, metrics[0]?.functions?.[0]?.name], ['regression', 'burn']);
      assert.equal(await state(), before);
    }));

  it('takes a submodule of each side as it was in its commit', () =>
    inGitProject(async (project) => {
      const { dir } = project;
      await inTemp(async (other) => {
        await writeFiles(other, { 'app.yaml': inSubmodule(1000) });
        await gitIn(other, 'init', '--quiet', '--initial-branch=main');
        await commitAll(other, 'one');
        await gitIn(dir, 'submodule', '--quiet', 'add', other, 'apps/burn');
        const base = await commitAll(dir, 'one');
        await writeFiles(dir, { 'apps/burn/app.yaml': inSubmodule(200_000) });
        await commitAll(join(dir, 'apps/burn'), 'two');
        await commitAll(dir, 'two');
        const { metrics } = await judged(project, base, EXIT.regression);
        assert.equal(metrics[0]?.metric, 'boot.ready');
      });
    }));

  it('says of a metric that one side lacks that it is new, or that it is gone, and compares the others', () =>
    inGitProject(async (project) => {
      const { dir, commit } = project;
      const one = bootScenario('start', 'mine').replace('boot.guest', 'boot.ready');
      const two = `${one}  - name: boot.guest\n`;
      const saidOf = async (base: string, exit: number) =>
        (await judged(project, base, exit)).metrics.map(({ metric, verdict, code }) => [
          metric,
          verdict,
          code,
        ]);
      const before = await commit('one', { ...burning(1000), 'scenarios/start.yaml': one });
      await writeFiles(dir, { 'scenarios/start.yaml': two, ...burning(1001) });
      assert.deepEqual(await saidOf(before, EXIT.ok), [
        ['boot.guest', 'new', 'ONE_SIDE_ONLY'],
        ['boot.ready', 'pass', undefined],
      ]);
      const both = await commit('two', {});
      await writeFiles(dir, { 'scenarios/start.yaml': one, ...burning(1002) });
      assert.deepEqual(await saidOf(both, EXIT.couldNotMeasure), [
        ['boot.guest', 'could not measure', 'ONE_SIDE_ONLY'],
        ['boot.ready', 'pass', undefined],
      ]);
    }));

  it('is never green where nothing is left to measure', () =>
    inGitProject(async (project) => {
      const { bench, commit } = project;
      const base = await commit('one', burning(1000));
      await refused(project, base, /^error SYSTEM_UNKNOWN: /m, [...GATE, '--system', 'nope']);
      await refused(project, base, /^error APP_UNKNOWN: /m, ['gate', 'start', '--app', 'nope']);
      const none = await bench('gate', '--base', base);
      assert.equal(none.exitCode, EXIT.usage, none.stdout);
    }));
});

/** The declaration of the app, for a folder that is a submodule. */
function inSubmodule(rounds: number): string {
  return burning(rounds)['apps/burn/app.yaml'] ?? '';
}
