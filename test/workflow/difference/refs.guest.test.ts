// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { bootScenario } from '../../support/project.js';
import { type GitProject, burning, inGitProject } from '../../support/git-project.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { needKernels } from '../../support/kernels.js';

const CELL = ['profile', 'start', '--app', 'burn'];

interface Numbers {
  before: { system: string };
  after: { system: string };
  phases: { name: string; difference: number; functions: { name: string; difference: number }[] }[];
}

/** A project with the commits one, two (a remark), three (slower), four (broken), five (more memory). */
const inHistory = (test: (project: GitProject, commits: string[]) => Promise<void>) =>
  inGitProject(async (project) => {
    const { commit } = project;
    const commits = [
      await commit('one', burning(1000)),
      await commit('two', { notes: 'a remark' }),
      await commit('three', burning(200_000)),
      await commit('four', { 'lupine-bench.yaml': 'systems: 7\n' }),
      await commit('five', {
        'lupine-bench.yaml': 'systems:\n  mine: { base: lupine-hello }\n',
        'scenarios/start.yaml': bootScenario('start', 'mine').replace('memory_mib: 64', 'memory_mib: 96'),
      }),
    ];
    await test(project, commits);
  });

describe('lupine-bench profile --diff of two commits', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('names the function, and boots one image once', () =>
    inHistory(async ({ dir, bench }, [one = '', two = '', three = '']) => {
      const { exitCode, stdout, stderr } = await bench(...CELL, '--diff', one, three, '--json');
      assert.equal(exitCode, EXIT.ok, stderr);
      const { before, after, phases } = JSON.parse(stdout) as Numbers;
      assert.deepEqual([before.system, after.system], [`mine (${one})`, `mine (${three})`]);
      const start = phases.find(({ name }) => name === 'start');
      assert.equal(start?.functions[0]?.name, 'burn');
      assert.ok(start.functions[0].difference >= 199_000);
      const out = join(dir, 'out');
      const same = await bench(...CELL, '--diff', 'main~4', two, '--out', out);
      assert.equal(same.exitCode, EXIT.ok, same.stderr);
      assert.match(
        same.stderr,
        /same image: main~4 and [0-9a-f]+ differ in nothing that boots; one was booted/,
      );
      assert.equal(same.stderr.match(/^.*booting/gm)?.length, 1);
      assert.deepEqual(await readFile(join(out, 'before.json')), await readFile(join(out, 'after.json')));
    }));

  it('says with which commit what is wrong, and boots nothing', () =>
    inHistory(async ({ dir, bench }, [one = '', , three = '', four = '', five = '']) => {
      const dry = await bench(...CELL, '--diff', one, three, '--dry-run');
      assert.equal(dry.exitCode, EXIT.ok, dry.stderr);
      assert.equal(dry.stdout.match(/burn on mine/g)?.length, 2, dry.stdout);
      assert.doesNotMatch(dry.stderr, /booting/);
      const refused = async (sides: string[], code: number, message: RegExp): Promise<void> => {
        const { exitCode, stderr } = await bench(...CELL, '--diff', ...sides);
        assert.match(stderr, message);
        assert.equal(exitCode, code);
        assert.doesNotMatch(stderr, /booting/);
      };
      await refused(
        [one, four],
        EXIT.usage,
        new RegExp(`^error REVISION_PROJECT: .*${four}:lupine-bench.yaml:1:1`, 'm'),
      );
      await refused(
        [one, five],
        EXIT.notComparable,
        /^error PROFILES_NOT_COMPARABLE: .* memory \(64 MiB, 96 MiB\)/m,
      );
      await refused([one, 'nothing'], EXIT.usage, /^error REVISION_UNKNOWN: /m);
      await refused(['mine', 'main'], EXIT.usage, /^error SIDE_CHOICE: /m);
      await writeFile(join(dir, 'notes'), 'changed');
      await refused([one, 'main'], EXIT.usage, /^error REVISION_DIRTY: /m);
    }));
});
