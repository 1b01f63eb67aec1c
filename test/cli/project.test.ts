// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readdir, realpath, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath, packageRoot } from '../../harness/core/paths.js';
import type { Environment } from '../../harness/environment/environment.js';
import { makePlan } from '../../harness/plan/plan.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { ANYWHERE } from '../support/builtin.js';
import { benchHere } from '../support/cli-here.js';
import { appFile, bootScenario, inProject, writeFiles } from '../support/project.js';
import { inTemp } from '../support/temp.js';

const LINES = [
  'systems:',
  '  mine: { base: lupine-base, fragments: [my.config] }',
  '  done: { kernel: bzImage }',
];
const FILES = {
  'my.config': '',
  'apps/ours/app.yaml': appFile('ours', 'kernel: general\n'),
  'scenarios/start.yaml': bootScenario('start', 'done'),
  'microvm.log': '"SET","100.0"\n"GET","200.0"\n',
};

/** A run of one boot of the project's system, as the command would leave it. */
async function finishedRun(results: string, { catalogue, scenarios }: Environment): Promise<RunFolder> {
  const scenario = {
    ...(await scenarios.load('boot')),
    apps: ['hello'],
    systems: ['mine'],
    baseline: 'mine',
  };
  const plan = makePlan([scenario], catalogue, {
    ...{ clock: 'deterministic', clockReason: 'Chosen by a test.', boots: 1, metrics: ['boot.guest'] },
    ...ANYWHERE,
  });
  const folder = await createRun(results, plan, new Date(0));
  for (const step of plan.steps) {
    await folder.writeRecord({
      format: 1,
      step,
      clock: 'deterministic',
      host: 'local',
      values: { 'boot.guest': 7 },
    });
  }
  return folder;
}

/** `lupine-bench` called in a folder. */
const inFolder = (cwd: string, ...args: string[]) => benchHere(args, {}, cwd);

describe('lupine-bench in the folder of a project', function () {
  this.timeout(60_000);

  it('says of the files of a system which are given, and which of those are there', () =>
    inProject(
      ['artifacts:', '  osv: { kernel: here.elf }', '  hermitux: { kernel: ./here.elf, proxy: gone }'],
      { 'here.elf': 'a kernel' },
      async (dir) => {
        const lineOf = async (system: string, name: string): Promise<string> => {
          const { stdout } = await inFolder(dir, 'explain', system);
          const lines = stdout.replaceAll(/\n {2,}/g, ' ').split('\n');
          return lines.find((line) => line.startsWith(`${name}: `)) ?? '';
        };
        assert.equal(await lineOf('osv', 'kernel'), 'kernel: here.elf');
        assert.match(
          await lineOf('osv', 'slot-kernel'),
          /^slot-kernel: not given\. Say where it is: `artifacts: \{ osv:/,
        );
        assert.equal(await lineOf('hermitux', 'kernel'), 'kernel: ./here.elf');
        assert.equal(await lineOf('hermitux', 'proxy'), 'proxy: gone (not there)');
        const dry = ['run', 'image-size', '--app', 'hello', '--system', 'osv,hermitux', '--dry-run'];
        const { stdout } = await inFolder(dir, ...dry);
        assert.match(stdout, /^ {2}osv {7}the file kernel: here\.elf, slot-kernel: not given$/m);
        assert.match(stdout, /kernel: \.\/here\.elf, proxy: gone \(not there\)/);
      },
    ));

  it('lists and explains what the project adds, and says where it is declared', () =>
    inProject(LINES, FILES, async (dir) => {
      const { stdout, stderr } = await inFolder(dir, 'list');
      assert.match(stdout, /^ {2}start +Ours \(hello on done\) \[scenarios\/start\.yaml\]$/m, stderr);
      assert.match(
        stdout,
        /^ {2}mine +Made from lupine-base with options of this\s+project\.\s+\[lupine-bench\.yaml\]$/m,
      );
      assert.match(stdout, /^ {2}ours +Our app \[apps\/ours\/app\.yaml\]$/m);
      assert.doesNotMatch(stdout, /^ {2}(?:boot|microvm|redis) .*\[/m);
      const data = JSON.parse((await inFolder(dir, 'list', '--json')).stdout) as {
        systems: { name: string; from?: string }[];
      };
      const from = data.systems.filter((one) => one.from !== undefined).map(({ name }) => name);
      assert.deepEqual(from, ['mine', 'done']);
      const explain = async (name: string) => (await inFolder(dir, 'explain', name)).stdout;
      assert.match(await explain('mine'), /fragments: .*, my\.config\n[^]*\nfile: lupine-bench\.yaml$/);
      assert.match(await explain('done'), /kernel: bzImage\n[^]*\nfile: lupine-bench\.yaml$/);
      assert.match(await explain('ours'), /its own kernel: lupine-general\nfile: apps\/ours\/app\.yaml$/);
      assert.match(await explain('start'), /\nfile: scenarios\/start\.yaml$/);
    }));
  it('puts runs into the folder of results of the project, from below too', () =>
    inProject(['results: runs'], FILES, async (dir) => {
      await mkdir(join(dir, '.git'));
      await mkdir(join(dir, 'below'));
      const imported = await inFolder(join(dir, 'below'), 'import', 'microvm=../microvm.log');
      assert.equal(imported.exitCode, EXIT.ok, imported.stderr);
      const [run = ''] = await readdir(join(dir, 'runs'));
      assert.deepEqual(await readdir(join(dir, 'below')), []);
      const shown = await inFolder(dir, 'report');
      assert.match(shown.stdout, new RegExp(`^report: runs/${run}/report/index\\.html$`, 'm'));
    }));
  it('puts runs into the current folder where there is no project', () =>
    inTemp(async (dir) => {
      await writeFiles(dir, { 'microvm.log': FILES['microvm.log'] });
      const { exitCode, stderr } = await inFolder(dir, 'import', 'microvm=microvm.log');
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.deepEqual(await readdir(dir), ['microvm.log', 'results']);
    }));
  it('takes and shows paths from where the user called a script of npm', () =>
    inTemp(async (temp) => {
      const dir = await realpath(temp);
      await writeFiles(dir, { 'microvm.log': FILES['microvm.log'] });
      const npm = { INIT_CWD: dir, npm_package_json: packagePath('package.json') };
      const { exitCode, stdout, stderr } = await benchHere(
        ['import', 'microvm=microvm.log'],
        npm,
        packageRoot,
      );
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.match(stdout, /^report: results\//m);
      assert.deepEqual(await readdir(dir), ['microvm.log', 'results']);
    }));
  it('refuses before it makes a run whose kernel is not there', () =>
    inProject(LINES, FILES, async (dir) => {
      for (const more of [['--dry-run'], []]) {
        const args = ['run', 'start', '--clock', 'deterministic', ...more];
        const { exitCode, stderr } = await inFolder(dir, ...args);
        assert.equal(exitCode, EXIT.usage);
        assert.match(
          stderr,
          /^error FILE_MISSING: lupine-bench\.yaml:3:11: "systems\.done\.kernel": bzImage does not/m,
        );
      }
      await assert.rejects(readdir(join(dir, 'results')));
    }));
  it('refuses what is no kernel, naming it', () =>
    inProject(LINES, { ...FILES, bzImage: 'no kernel' }, async (dir) => {
      const { exitCode, stderr } = await inFolder(dir, 'build', 'done');
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, /KERNEL_FILE: the kernel of done, bzImage, is neither/);
    }));
  it('shows a run of a project wherever it is called, and says where the run can go on', () =>
    inProject(LINES, FILES, async (temp, environment) => {
      const dir = await realpath(temp);
      const { dir: run } = await finishedRun(join(dir, 'results'), await environment());
      await inTemp(async (elsewhere) => {
        const shown = await inFolder(elsewhere, 'report', run);
        assert.equal(shown.exitCode, EXIT.ok, shown.stderr);
        assert.match(shown.stdout, /^ {4}mine +7 vns/m);
        const unknown =
          /SYSTEM_UNKNOWN: the run \S+ has the system "mine", which is not known here\.\n {2}next: (.*)/;
        const resumed = await inFolder(elsewhere, 'resume', run);
        assert.equal(resumed.exitCode, EXIT.usage);
        assert.equal(unknown.exec(resumed.stderr)?.[1], `Call lupine-bench in ${dir}.`);
        await rename(run, join(elsewhere, 'moved'));
        const moved = await inFolder(elsewhere, 'report', 'moved');
        assert.equal(moved.exitCode, EXIT.usage);
        assert.match(
          unknown.exec(moved.stderr)?.[1] ?? '',
          /the folder of the project that the run was made in/,
        );
      });
    }));
  it('refuses every command for a project file with a mistake, but help and version', () =>
    inProject(['system: {}'], {}, async (dir) => {
      const { exitCode, stderr } = await inFolder(dir, 'list');
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, /^error YAML_INVALID: lupine-bench\.yaml:1:1: unknown key "system"/);
      assert.equal((await inFolder(dir, '--version')).exitCode, EXIT.ok);
    }));
});
