// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { type GitProject, burning, inGitProject } from '../../support/git-project.js';
import { bootScenario, writeFiles } from '../../support/project.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { needKernels } from '../../support/kernels.js';

const GATE = ['gate', 'start', '--app', 'burn'];

/** A project of one commit, whose app goes a thousand times through its loop. */
const inProject = (test: (project: GitProject, base: string) => Promise<void>) =>
  inGitProject(async (project) => {
    await test(project, await project.commit('one', burning(1000)));
  });

const documentOf = (stdout: string): ComparisonDocument => JSON.parse(stdout) as ComparisonDocument;

describe('lupine-bench gate', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => needKernels('lupine-hello'));

  it('passes what boots the same image, and boots nothing', () =>
    inProject(async ({ dir, bench }, base) => {
      await writeFiles(dir, { notes: 'a remark' });
      const { exitCode, stdout, stderr } = await bench(...GATE, '--base', base, '--json');
      assert.equal(exitCode, EXIT.ok, stderr);
      const { verdict, metrics } = documentOf(stdout);
      assert.deepEqual([verdict, ...metrics.map(({ code }) => code)], ['pass', 'SAME_IMAGE']);
      assert.doesNotMatch(stderr, /boot burn/);
    }));

  it('is red for what became slower, and names the function', () =>
    inProject(async ({ dir, bench }, base) => {
      await writeFiles(dir, burning(200_000));
      const { exitCode, stdout, stderr } = await bench(...GATE, '--base', base, '--json');
      assert.equal(exitCode, EXIT.regression, stderr);
      const [metric] = documentOf(stdout).metrics;
      assert.equal(metric?.metric, 'boot.ready');
      assert.equal(metric.functions?.[0]?.name, 'burn');
      const difference = (metric.head.median ?? 0) - (metric.base.median ?? 0);
      assert.ok(difference >= 199_000 && difference < 2_000_000, `${difference}`);
      const within = await bench(...GATE, '--base', base, '--margin', 'boot.ready=60%');
      assert.equal(within.exitCode, EXIT.ok, within.stdout);
    }));

  it('cannot measure a head that does not come up, and compares no two scenarios', () =>
    inProject(async ({ dir, bench }, base) => {
      const { 'apps/burn/app.yaml': app = '' } = burning(2000);
      await writeFiles(dir, { 'apps/burn/app.yaml': app.replace('line: done', 'line: never') });
      const dead = await bench(...GATE, '--base', base, '--json');
      assert.equal(dead.exitCode, EXIT.couldNotMeasure, dead.stderr);
      assert.equal(documentOf(dead.stdout).verdict, 'could not measure');

      const scenario = bootScenario('start', 'mine').replace('boot.guest', 'boot.ready');
      await writeFiles(dir, {
        ...burning(1000),
        'scenarios/start.yaml': scenario.replace('memory_mib: 64', 'memory_mib: 96'),
      });
      const other = await bench(...GATE, '--base', base, '--json');
      assert.equal(other.exitCode, EXIT.notComparable, other.stdout);
      assert.match(documentOf(other.stdout).metrics[0]?.reason ?? '', /"memory" \(64 MiB, 96 MiB\)/);
    }));

  it('refuses a base that is not there, or cannot be used, before anything is booted', () =>
    inProject(async ({ commit, bench }) => {
      const broken = await commit('two', { 'lupine-bench.yaml': 'systems: 7\n' });
      await commit('three', { 'lupine-bench.yaml': 'systems:\n  mine: { base: lupine-hello }\n' });
      const refused = async (base: string, message: RegExp, ...args: string[]): Promise<void> => {
        const { exitCode, stderr } = await bench(...GATE, '--base', base, ...args);
        assert.equal(exitCode, EXIT.usage, stderr);
        assert.match(stderr, message);
      };
      await refused('nothing', /^error REVISION_UNKNOWN: /m);
      await refused(broken, new RegExp(`^error REVISION_PROJECT: .*${broken}:lupine-bench.yaml:1:1`, 'm'));
      await refused('HEAD', /^error METRIC_UNKNOWN: /m, '--metric', 'boot.gest');
    }));
});
