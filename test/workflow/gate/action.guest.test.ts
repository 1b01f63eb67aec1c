// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { packagePath } from '../../../harness/core/paths.js';
import { burning, inGitProject } from '../../support/git-project.js';
import { gitIn } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { needKernels } from '../../support/kernels.js';
import { inTemp } from '../../support/temp.js';

/** Calls what action.yml calls, in a clone of the project, with the environment of a runner. */
async function runAction(dir: string, inputs: Record<string, string>) {
  return await inTemp(async (runner) => {
    const [output, summary] = [join(runner, 'output'), join(runner, 'summary')];
    for (const file of [output, summary]) await writeFile(file, '');
    const { exitCode, stdout, stderr } = await execa('sh', [packagePath('.github', 'action', 'gate.sh')], {
      cwd: dir,
      reject: false,
      env: {
        ...{ GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
        // What git is told of safe folders must not stay on this machine.
        ...{ GIT_CONFIG_GLOBAL: join(runner, 'gitconfig'), GITHUB_ACTION_PATH: packagePath() },
        ...{
          RUNNER_TEMP: runner,
          GITHUB_WORKSPACE: dir,
          LUPINE_CLOCK: '',
          LUPINE_HOSTS: '',
          LUPINE_BUDGET: '',
        },
        ...{ LUPINE_FAIL_ON: '', LUPINE_SHARD: '' },
        ...{ LUPINE_SCENARIOS: 'start', LUPINE_SYSTEMS: '', LUPINE_APP: 'burn', LUPINE_MARGIN: '' },
        ...{ LUPINE_RESULTS: 'results', LUPINE_BASE: '', ...inputs },
      },
    });
    return {
      exitCode,
      stdout,
      stderr,
      output: await readFile(output, 'utf8'),
      summary: await readFile(summary, 'utf8'),
    };
  });
}

describe('the action of GitHub', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('turns red, annotates, and gives its outputs and a summary, in a clone of a bare origin', () =>
    inGitProject(async ({ dir, commit }) => {
      const base = await commit('one', burning(1000));
      await commit('two', burning(200_000));
      await inTemp(async (other) => {
        await gitIn(other, 'clone', '--quiet', '--bare', dir, 'origin.git');
        await gitIn(other, 'clone', '--quiet', 'origin.git', 'work');
        const { exitCode, stdout, stderr, output, summary } = await runAction(join(other, 'work'), {
          LUPINE_BASE: base,
        });
        const parts = await runAction(join(other, 'work'), { LUPINE_SHARD: '4' });
        assert.deepEqual([parts.exitCode, parts.output], [EXIT.ok, 'matrix=["1/1"]\n'], parts.stderr);
        assert.equal(exitCode, EXIT.regression, stderr);
        assert.match(stdout, /^::error file=scenarios\/start\.yaml,line=[1-9]\d*,title=regression%3A /m);
        assert.match(
          output,
          /^comment-path=.*\nverdict=regression\nregressions=1\nimprovements=0\naccepted=0\ninconclusive=0\n/,
        );
        assert.match(output, /^run-id=\d{8}-\d{6}-start$/m);
        assert.match(summary, /^## regression: the working tree against /);
        assert.match(summary, /instructions {2}burn/);
      });
    }));

  it('says what to do in a shallow clone and without a base, and obeys no input', () =>
    inGitProject(async ({ dir, commit }) => {
      const base = await commit('one', burning(1000));
      await commit('two', { notes: 'a remark' });
      await inTemp(async (other) => {
        await gitIn(other, 'clone', '--quiet', '--depth', '1', `file://${dir}`, 'work');
        const shallow = await runAction(join(other, 'work'), { LUPINE_BASE: base });
        assert.equal(shallow.exitCode, EXIT.usage);
        assert.match(shallow.stderr, /REVISION_SHALLOW/);
      });
      const none = await runAction(dir, {});
      assert.notEqual(none.exitCode, EXIT.ok);
      assert.match(none.stdout, /^::error title=lupine-bench::there is no commit to compare with/);
      await writeFiles(dir, { notes: 'another' });
      const hostile = await runAction(dir, {
        LUPINE_BASE: base,
        LUPINE_MARGIN: '$(touch owned) 1%;touch owned',
      });
      assert.equal(hostile.exitCode, EXIT.usage, hostile.stderr);
      assert.match(hostile.stderr, /MARGIN_WRONG/);
      assert.equal((await gitIn(dir, 'status', '--porcelain')).includes('owned'), false);
    }));
});
