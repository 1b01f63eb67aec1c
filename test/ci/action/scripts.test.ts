// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { listFiles } from '../../../harness/core/files.js';
import { packagePath } from '../../../harness/core/paths.js';
import { cellName } from '../../../harness/plan/durations.js';
import { gitIn } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';
import { type Runner, runnerIn } from '../../support/runner.js';
import { planToShard } from '../../support/scripted-shards.js';
import { inTemp } from '../../support/temp.js';

const GATE = 'sh "$GITHUB_ACTION_PATH/.github/action/gate.sh"';
const NOTHING = {
  ...{ LUPINE_SCENARIOS: 'boot image-size', LUPINE_SYSTEMS: '', LUPINE_APP: '', LUPINE_CLOCK: '' },
  ...{ LUPINE_BASE: 'a'.repeat(40), LUPINE_HOSTS: '', LUPINE_BUDGET: '', LUPINE_FAIL_ON: '' },
  ...{ LUPINE_MARGIN: '', LUPINE_SHARD: '', LUPINE_RESULTS: 'results' },
};

/** An action whose tool says what it is called with, one word a line. */
async function inAction(
  test: (runner: Runner, folder: string, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  await inTemp(async (dir) => {
    const [action, work] = [join(dir, 'action'), join(dir, 'work')];
    await writeFiles(action, {
      'dist/harness/cli/main.js':
        'process.argv.slice(2).forEach((word) => console.log(JSON.stringify(word)));process.exit(4)',
    });
    await mkdir(join(action, '.github'));
    await symlink(packagePath('.github', 'action'), join(action, '.github', 'action'));
    await mkdir(work);
    await gitIn(work, 'init', '--quiet');
    await test(await runnerIn(join(dir, 'runner')), work, { ...NOTHING, GITHUB_ACTION_PATH: action });
  });
}

function wordsOf(stdout: string): string[] {
  return stdout.split('\n').map((line) => JSON.parse(line) as string);
}

describe('the scripts of the action', function () {
  this.timeout(60_000);

  it('call the gate with every input, and end as it does', () =>
    inAction(async (runner, work, env) => {
      const usual = await runner.step(GATE, work, env);
      assert.equal(usual.exitCode, 4, usual.stderr);
      const base = ['gate', '--base', 'a'.repeat(40), '--out', 'results', '--format', 'github'];
      assert.deepEqual(wordsOf(usual.stdout), [...base, '--', 'boot', 'image-size']);
      assert.equal(usual.output, `comment-path=${runner.temp}/lupine-bench-comment.md\n`);
      const all = await runner.step(GATE, work, {
        ...env,
        ...{
          LUPINE_SYSTEMS: 'a,b',
          LUPINE_APP: 'c',
          LUPINE_HOSTS: 'd',
          LUPINE_SHARD: '2/3',
          LUPINE_CLOCK: 'wall',
        },
        ...{ LUPINE_BUDGET: '30', LUPINE_FAIL_ON: 'regression', LUPINE_MARGIN: '1% x=2%' },
      });
      assert.deepEqual(wordsOf(all.stdout), [
        ...[...base, '--system', 'a,b', '--app', 'c', '--host', 'd', '--shard', '2/3', '--clock', 'wall'],
        ...['--max-minutes', '30', '--fail-on', 'regression', '--margin', '1%', '--margin', 'x=2%'],
        ...['--', 'boot', 'image-size'],
      ]);
    }));

  it('obey no input: each is one word, or words of names', () =>
    inAction(async (runner, work, env) => {
      const hostile = '$(touch owned) `touch owned`; touch owned #\n" --out /etc *';
      for (const name of Object.keys(NOTHING)) {
        const { stdout } = await runner.step(GATE, work, { ...env, [name]: hostile });
        if (!stdout.startsWith('::error')) {
          const words = wordsOf(stdout);
          // Names of scenarios and margins are split at spaces; scenarios stand behind `--`, where nothing is an option.
          const split = name === 'LUPINE_SCENARIOS' || name === 'LUPINE_MARGIN';
          if (!split) assert.ok(words.includes(hostile), name);
          if (name === 'LUPINE_SCENARIOS') assert.ok(words.indexOf('--out', 5) > words.indexOf('--'));
        }
        assert.equal(existsSync(join(work, 'owned')), false, name);
      }
    }));

  it('say that there is no base, and that a shard is none', () =>
    inAction(async (runner, work, env) => {
      for (const wrong of [
        { LUPINE_BASE: '' },
        { LUPINE_BASE: '0'.repeat(40) },
        { LUPINE_SHARD: 'x' },
        { LUPINE_SHARD: '0' },
      ]) {
        const { exitCode, stdout } = await runner.step(GATE, work, { ...env, ...wrong });
        assert.equal(exitCode, 2);
        assert.match(stdout, /^::error title=lupine-bench::[^\n]*$/);
      }
    }));

  it('give a matrix of parts, with no more of them than there are cells', () =>
    inAction(async (runner, work, env) => {
      const plan = await planToShard();
      const cells = new Set(plan.steps.map(cellName)).size;
      const tool = 'dist/harness/cli/main.js';
      const action = env['GITHUB_ACTION_PATH'] ?? '';
      await writeFiles(action, { [tool]: `console.log(${JSON.stringify(JSON.stringify({ plan }))})` });
      const matrix = async (shard: string): Promise<string> =>
        (await runner.step(GATE, work, { ...env, LUPINE_SHARD: shard })).output;
      assert.equal(await matrix('3'), 'matrix=["1/3","2/3","3/3"]\n');
      assert.match(await matrix('999'), new RegExp(`^matrix=\\["1/${cells}",.*,"${cells}/${cells}"\\]\n$`));
      await writeFiles(action, { [tool]: 'process.exit(2)' });
      const none = await runner.step(GATE, work, { ...env, LUPINE_SHARD: '3' });
      assert.deepEqual([none.exitCode, none.output], [2, '']);
    }));

  it('install what is missing, and say where the cache is', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      await runner.program('make', 'echo "make $*" >>"$LOG"');
      const prepare = 'sh "$GITHUB_ACTION_PATH/.github/action/prepare.sh"';
      for (const [id, cache] of [
        ['0', '/var/cache/lupine-bench'],
        ['1001', `${dir}/home/.cache/lupine-bench`],
      ] as const) {
        await runner.program('id', `echo ${id}`);
        const { exitCode, stderr, output } = await runner.step(prepare, dir, { XDG_CACHE_HOME: '' });
        assert.equal(exitCode, 0, stderr);
        assert.match(output, new RegExp(`^cache=${cache}\nversion=[0-9a-f]{16}\n$`));
      }
      assert.deepEqual((await runner.calls())[0], `make -C ${packagePath()} setup dist/.built`);
      await runner.program('make', 'exit 3');
      assert.notEqual((await runner.step(prepare, dir)).exitCode, 0);
    }));

  it('and those of the workflows are what a shell understands', async () => {
    const scripts = [
      ...(await listFiles(packagePath('.ci'))).map((name) => packagePath('.ci', name)),
      ...['gate.sh', 'prepare.sh'].map((name) => packagePath('.github', 'action', name)),
    ];
    for (const script of scripts) await execa('bash', ['-n', script]);
    const { exitCode, stdout } = await execa('shellcheck', scripts, { reject: false });
    assert.equal(exitCode, 0, stdout);
  });
});
