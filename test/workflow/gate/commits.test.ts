// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { EXIT } from '../../../harness/core/errors.js';
import { benchHere } from '../../support/cli-here.js';
import { commitAll, gitIn } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';
import { inTemp } from '../../support/temp.js';
import { inTwoStates, systemsFile, timed } from './scripted-gate.js';

const exactly = (name: string, systems = 'mine'): string =>
  timed(name, systems).replace('boot.vmm', 'boot.guest');

/** A project of two commits: the second one has a system and a scenario more. */
const inCommits = (
  test: (bench: (...args: string[]) => ReturnType<typeof benchHere>, commits: string[]) => Promise<void>,
) =>
  inTemp(async (temp) => {
    const dir = await realpath(temp);
    await gitIn(dir, 'init', '--quiet', '--initial-branch=main');
    const first = { 'lupine-bench.yaml': systemsFile('mine'), 'scenarios/start.yaml': exactly('start') };
    await writeFiles(dir, first);
    const one = await commitAll(dir, 'one');
    await writeFiles(dir, {
      'lupine-bench.yaml': systemsFile('mine', 'other'),
      'scenarios/start.yaml': exactly('start', 'mine, other'),
      'scenarios/late.yaml': exactly('late'),
    });
    const two = await commitAll(dir, 'two');
    await test((...args) => benchHere(args, {}, dir), [one, two]);
  });

describe('two commits', function () {
  this.timeout(60_000);

  it('are compared by every scenario of the project, or by those that are named', () =>
    inCommits(async (bench, [one = '', two = '']) => {
      const all = await bench('compare', one, two, '--dry-run');
      assert.equal(all.exitCode, EXIT.ok, all.stderr);
      assert.match(all.stdout, /late of hello on mine: 0 boots of each side\n.*boot\.guest: new/);
      assert.match(all.stdout, /start of hello on mine: 2 boots of each side\n.*boot\.guest: exact/);
      assert.match(all.stdout, /start of hello on other: 0 boots/);
      const named = await bench('compare', one, two, '--scenario', 'start', '--dry-run', '--json');
      const { cells } = JSON.parse(named.stdout) as { cells: { scenario: string }[] };
      assert.deepEqual([...new Set(cells.map(({ scenario }) => scenario))], ['start']);
    }));
  it('are compared as the working tree is with one of them', () =>
    inCommits(async (bench, [one = '']) => {
      const { exitCode, stdout } = await bench('gate', 'start', '--base', one, '--dry-run');
      assert.equal(exitCode, EXIT.ok);
      assert.match(stdout, /^gate: the working tree against [0-9a-f]{40} under the deterministic clock/);
    }));
  it('are measured as nothing else that is compared can be', () =>
    inCommits(async (bench) => {
      const { exitCode, stderr } = await bench('compare', 'mine', 'lupine-hello', '--clock', 'wall');
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, /^error COMPARE_CHOICE: --clock says how two commits are measured/m);
    }));
  it('in one run are continued by the command that began it', () =>
    inTwoStates(async ({ gate, results }) => {
      await gate({ maxBoots: 15 });
      const { exitCode, stderr } = await benchHere(['resume', '--out', results]);
      assert.equal(exitCode, EXIT.usage);
      assert.match(
        stderr,
        /^error GATE_RUN: .*\n {2}next: .*gate <scenarios> --base 0123456789ab --clock wall --resume /m,
      );
    }));
});
