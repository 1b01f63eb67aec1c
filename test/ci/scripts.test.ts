// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';
import { runnerIn } from '../support/runner.js';
import { inTemp } from '../support/temp.js';

const TREE = packagePath();

describe('the steps of workflows', function () {
  this.timeout(60_000);

  it('that test are the command of the README', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      await runner.program('make', 'echo "make $*" >>"$LOG"; exit 7');
      for (const [command, call] of [
        ['bash .ci/run', 'make test'],
        ['make test-kml-nightly', 'make test-kml-nightly'],
      ] as const) {
        const { exitCode } = await runner.step(command, TREE);
        assert.deepEqual([exitCode, (await runner.calls()).at(-1)], [7, call]);
      }
    }));

  it('that ask for vulnerable packages fail for one, and not for a registry without an answer', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      const answer = (high: number): string =>
        JSON.stringify({
          metadata: { vulnerabilities: { high, critical: 0 } },
          vulnerabilities: high === 0 ? {} : { bad: { severity: 'high' } },
        });
      await runner.program('npm', `echo '${answer(1)}'; exit 1`);
      const bad = await runner.step('sh .ci/audit', TREE);
      assert.deepEqual([bad.exitCode, bad.stdout.includes('high: "bad"')], [1, true]);
      await runner.program('npm', `echo '${answer(0)}'`);
      assert.equal((await runner.step('sh .ci/audit', TREE)).exitCode, 0);
      await runner.program('npm', 'echo nothing; exit 1');
      const silent = await runner.step('sh .ci/audit', TREE);
      assert.deepEqual([silent.exitCode, silent.stdout.includes('not answered')], [0, true]);
    }));

  it('that want KVM write the rule for it, and say where there is none', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      await runner.program('sudo', 'echo "$*" >>"$LOG"; [ "$1" != tee ] || cat >>"$LOG"');
      const device = join(dir, 'kvm');
      const none = await runner.step('sh .ci/kvm', TREE, { LUPINE_KVM: device });
      assert.equal(none.exitCode, 3);
      assert.match(none.stdout, /^::error title=lupine-bench::this machine has no KVM$/);
      await writeFile(device, '');
      const there = await runner.step('sh .ci/kvm', TREE, { LUPINE_KVM: device });
      assert.equal(there.exitCode, 0, there.stderr);
      assert.deepEqual((await runner.calls()).slice(-4), [
        'tee /etc/udev/rules.d/99-kvm4all.rules',
        'KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"',
        'udevadm control --reload-rules',
        'udevadm trigger --name-match=kvm --settle',
      ]);
    }));

  it('that measure by the wall clock get the device where there is one, and end as the run does', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      await runner.program('docker', 'echo "$*" >>"$LOG"; exit 5');
      const env = { LUPINE_IMAGE: 'image@sha256:1', LUPINE_KVM: '/dev/null' };
      assert.equal((await runner.step('sh .ci/wall-container', TREE, env)).exitCode, 5);
      await runner.step('sh .ci/wall-container', TREE, { ...env, LUPINE_KVM: '/nowhere' });
      const [there, none] = await runner.calls();
      assert.match(there ?? '', /^run --rm .* --device \/dev\/null .* image@sha256:1 bash \.ci\/wall$/);
      assert.doesNotMatch(none ?? '', /--device/);
    }));

  it('that measure by the wall clock say what is measured, and end as the run does', () =>
    inTemp(async (dir) => {
      const runner = await runnerIn(dir);
      await runner.program('make', 'echo "make $*" >>"$LOG"');
      await runner.program('node', 'echo "node $*" >>"$LOG"; exit 3');
      const { exitCode } = await runner.step('bash .ci/wall', TREE, { LUPINE_SCENARIOS: 'boot redis' });
      assert.equal(exitCode, 3);
      assert.deepEqual(
        (await runner.calls()).filter((line) => line.startsWith('node')),
        ['node dist/harness/cli/main.js run --clock wall --out results -- boot redis'],
      );
    }));
});
