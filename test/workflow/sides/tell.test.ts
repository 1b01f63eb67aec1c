// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import { createRun } from '../../../harness/run/folder.js';
import { type NamedSides, tellSides } from '../../../harness/workflow/sides/tell.js';
import { failsWith } from '../../support/errors.js';
import { commitAll, gitIn } from '../../support/git.js';
import { planOf } from '../../support/plan-of.js';
import { writeFiles } from '../../support/project.js';
import { inTemp } from '../../support/temp.js';

const { signal } = new AbortController();

/** Tells sides in a project with the systems mine and both, the branches main and both, and two runs. */
const inProject = (
  test: (tell: (...names: string[]) => Promise<NamedSides>, runs: string[]) => Promise<void>,
) =>
  inTemp(async (temp) => {
    const dir = await realpath(temp);
    const systems = ['mine', 'both'].map((name) => `  ${name}: { base: lupine-base }\n`);
    await writeFiles(dir, { 'lupine-bench.yaml': `systems:\n${systems.join('')}`, '.gitignore': 'results/' });
    await gitIn(dir, 'init', '--quiet', '--initial-branch=main');
    await commitAll(dir, 'one');
    await commitAll(dir, 'two');
    for (const name of ['both', 'lupine-base']) await gitIn(dir, 'branch', name);
    const plan = planOf({ n: 1, kind: 'boot', scenario: 'boot', system: 'mine', app: 'hello', boot: 1 });
    const runs = [];
    for (const day of [1, 2])
      runs.push((await createRun(join(dir, 'results'), plan, new Date(day * 86_400_000))).dir);
    const environment = await createEnvironment({ folder: dir, monitors: [], hosts: [] });
    await test((...names) => tellSides(names, environment, signal), runs);
  });

describe('the sides of a difference', () => {
  it('are two systems, two commits or two runs', () =>
    inProject(async (tell, [one = '', other = '']) => {
      assert.deepEqual(await tell('mine', 'microvm+notests'), {
        kind: 'system',
        before: 'mine',
        after: 'microvm+notests',
      });
      assert.deepEqual(await tell('main~1', 'HEAD'), { kind: 'ref', before: 'main~1', after: 'HEAD' });
      assert.equal((await tell(one, other)).kind, 'run');
      const names = [one, other].map((path) => path.slice(path.lastIndexOf('/') + 1));
      assert.equal((await tell(...names)).kind, 'run');
    }));
  it('are what both can be', () =>
    inProject(async (tell) => {
      assert.equal((await tell('both', 'main')).kind, 'ref');
      assert.equal((await tell('mine', 'both')).kind, 'system');
    }));
  it('are said by the user where both can be more than one thing', () =>
    inProject(async (tell) => {
      await failsWith(
        tell('both', 'lupine-base'),
        'SIDE_AMBIGUOUS',
        EXIT.usage,
        /^"both" is a system and a commit\.$/,
      );
      const side = { before: 'both', after: 'lupine-base' };
      assert.deepEqual(await tell('ref:both', 'lupine-base'), { kind: 'ref', ...side });
      assert.deepEqual(await tell('both', 'system:lupine-base'), { kind: 'system', ...side });
    }));
  it('are two of a kind', () =>
    inProject(async (tell, [run = '']) => {
      const one = (names: string[], message: RegExp) =>
        failsWith(tell(...names), 'SIDE_CHOICE', EXIT.usage, message);
      await one(['mine', 'main'], /^"mine" is a system, "main" is a commit\.$/);
      await one([run, 'main'], /is a run, "main" is a commit\.$/);
      await one(['system:both', 'ref:both'], /"ref:both" is a commit/);
      for (const names of [[], ['mine'], ['mine', 'mine'], ['mine', 'both', 'microvm']])
        await one(names, /^two things are compared: two systems, two runs or two commits\.$/);
    }));
  it('are looked for as what the other one is, else they are nothing', () =>
    inProject(async (tell) => {
      assert.equal((await tell('main', 'v1')).kind, 'ref');
      assert.equal((await tell('microvn', 'microvm')).kind, 'system');
      await failsWith(
        tell('microvn', 'v1'),
        'SIDE_UNKNOWN',
        EXIT.usage,
        /^"microvn" is not a system, a run or a commit/,
      );
      await failsWith(tell('', 'both'), 'SIDE_UNKNOWN', EXIT.usage);
    }));
});
