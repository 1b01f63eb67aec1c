// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { release, take } from '../../harness/remote/lease/calls.js';
import { withLease } from '../../harness/remote/lease/lease.js';
import { applyTuning, untuned, withTuning } from '../../harness/remote/tuning/tune.js';
import type { Tuning } from '../../harness/remote/tuning/types.js';
import { type TuningLease, undoTuning } from '../../harness/remote/tuning/undo.js';
import { shellHere } from '../../harness/remote/here.js';
import type { RemoteShell } from '../../harness/remote/types.js';
import { failsWith } from '../support/errors.js';
import { type FakeSysfs, fakeSysfs } from '../support/fake-sysfs.js';
import { posixShells } from '../support/posix-shells.js';
import { inTemp } from '../support/temp.js';

const ALL: Tuning = {
  ...{ governor: 'performance', turbo: false, smt: false, thp: 'never', ksm: false, nmiWatchdog: false },
  ...{ irqCpus: '1,0', isolateCpus: '2-3' },
};

/** What it makes of the tree. */
const TUNED: Readonly<Record<string, string>> = {
  'sys/devices/system/cpu/smt/control': 'off',
  'sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'performance',
  'sys/devices/system/cpu/cpufreq/policy1/scaling_governor': 'performance',
  'sys/devices/system/cpu/cpufreq/policy12/scaling_governor': 'performance',
  'sys/devices/system/cpu/intel_pstate/no_turbo': '1',
  'sys/kernel/mm/transparent_hugepage/enabled': 'never',
  'sys/kernel/mm/ksm/run': '0',
  'proc/sys/kernel/nmi_watchdog': '0',
  'proc/irq/1/smp_affinity_list': '0-1',
  'proc/irq/17/smp_affinity_list': '0-1',
  'sys/fs/cgroup/cgroup.subtree_control': '+cpuset',
  'sys/fs/cgroup/lupine-bench/cpuset.cpus': '2-3',
  'sys/fs/cgroup/lupine-bench/cpuset.cpus.partition': 'isolated',
  'sys/fs/cgroup/lupine-bench/cgroup.procs': '',
};

interface Rig {
  shell: RemoteShell;
  lease: TuningLease;
  tree: FakeSysfs;
  access: { root: string; sudo: boolean };
}

async function leaseIn(shell: RemoteShell, state: string): Promise<TuningLease> {
  const grant = await take(shell, 'anna', { state, ttlMs: 60_000, force: true });
  assert.ok('token' in grant);
  return { state, number: grant.number, token: grant.token };
}

for (const { name, host } of posixShells())
  describe(`the settings of a host with ${name}`, () => {
    const onHost = async (test: (rig: Rig, dir: string) => Promise<void>): Promise<void> =>
      await inTemp(async (dir) => {
        const tree = await fakeSysfs(dir);
        const shell = await host(dir, tree.env);
        const lease = await leaseIn(shell, join(dir, 'state'));
        await test({ shell, lease, tree, access: { root: tree.root, sudo: name === 'busybox' } }, dir);
      });

    it('are what is asked for during the work, and what they were afterwards', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        const before = await tree.values();
        const left: string[] = [];
        const options = { ...access, left: (message: string) => void left.push(message) };
        await withTuning(shell, lease, ALL, options, async (outcomes) => {
          assert.deepEqual(await tree.values(), { ...before, ...TUNED });
          assert.deepEqual(
            outcomes.map(({ what, state, reasons }) => [what, state, ...reasons]),
            ['smt', 'governor', 'turbo', 'thp', 'ksm', 'nmiWatchdog', 'irqCpus', 'isolateCpus'].map(
              (what) => [what, 'set'],
            ),
          );
          assert.deepEqual(outcomes[1]?.before, ['powersave', 'schedutil']);
          assert.match(
            await readFile(join(lease.state, 'tuning.1'), 'utf8'),
            /policy1\/scaling_governor schedutil\n/,
          );
        });
        assert.deepEqual([left, await tree.values()], [[], before]);
        assert.ok(!(await readdir(lease.state)).includes('tuning.1'));
      });
    });
    it('are put back by the next one that has the lease, whoever changed them', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        const before = await tree.values();
        await applyTuning(shell, lease, ALL, access);
        const second = await leaseIn(shell, lease.state);
        await applyTuning(shell, second, { governor: 'userspace' }, access);
        const values = await tree.values();
        assert.equal(values['sys/devices/system/cpu/cpufreq/policy1/scaling_governor'], 'userspace');
        const third = { state: lease.state, ttlMs: 60_000, force: true, tuning: access };
        await release(shell, second);
        await withLease(shell, 'ben', third, async () => assert.deepEqual(await tree.values(), before));
      });
    });
    it('are not touched by one whose lease went to another', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        const second = await leaseIn(shell, lease.state);
        const before = await tree.values();
        await failsWith(applyTuning(shell, lease, ALL, access), 'LEASE_LOST', 3);
        assert.deepEqual(await tree.values(), before);
        await applyTuning(shell, second, ALL, access);
        await failsWith(undoTuning(shell, lease, access), 'LEASE_LOST', 3);
        assert.deepEqual(await tree.values(), { ...before, ...TUNED });
      });
    });
    it('that a host does not have are named', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        await rm(join(tree.root, 'sys/devices/system/cpu/cpufreq'), { recursive: true });
        await writeFile(join(tree.root, 'sys/fs/cgroup/cgroup.controllers'), 'cpu memory\n');
        await writeFile(join(tree.root, 'sys/devices/system/cpu/smt/control'), 'notsupported\n');
        const outcomes = await applyTuning(shell, lease, ALL, access);
        assert.equal(outcomes[0]?.state, 'already');
        assert.deepEqual(untuned('a-host', outcomes), [
          'a-host: governor could not be set to performance: this host has no such setting',
          'a-host: isolateCpus could not be set to 2-3: this host has no cpuset in cgroup v2',
        ]);
      });
    });
    it('that are so already need no right and no change', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        const before = await tree.values();
        const same: Tuning = { thp: 'madvise', ksm: true, turbo: true };
        const outcomes = await applyTuning(shell, lease, same, access);
        assert.deepEqual(
          outcomes.map(({ state }) => state),
          ['already', 'already', 'already'],
        );
        assert.deepEqual(await tree.values(), before);
      });
    });
    it('are not changed when what they were cannot be kept', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        const before = await tree.values();
        const full: RemoteShell = {
          ...shell,
          run: async (command) =>
            await shell.run({ ...command, script: command.script.replace('>"$new"', () => '>/dev/full') }),
        };
        await failsWith(applyTuning(full, lease, ALL, access), 'JOURNAL_UNWRITTEN', 3);
        assert.deepEqual(await tree.values(), before);
      });
    });
    it('of a life of the host before this one are left alone', async () => {
      await onHost(async ({ shell, lease, tree, access }) => {
        await applyTuning(shell, lease, ALL, access);
        const journal = join(lease.state, 'tuning.1');
        await writeFile(journal, (await readFile(journal, 'utf8')).replace(/^boot .*/, 'boot another'));
        const tuned = await tree.values();
        assert.deepEqual(await undoTuning(shell, lease, access), []);
        assert.deepEqual(await tree.values(), tuned);
      });
    });
    it('that cannot be put back refuse the next measurement, and nothing else is ever written', async () => {
      await onHost(async ({ shell, lease, tree, access }, dir) => {
        await applyTuning(shell, lease, { ksm: false }, access);
        const journal = join(lease.state, 'tuning.1');
        const lines = [
          'value sys/kernel/mm/../../../../escaped x',
          'value proc/sys/kernel/core_pattern |/bin/sh',
        ];
        await writeFile(journal, `${(await readFile(journal, 'utf8')).trim()}\n${lines.join('\n')}\n`);
        await writeFile(join(dir, 'escaped'), 'as it was');
        await writeFile(join(tree.root, 'proc/sys/kernel/core_pattern'), 'core\n');
        await release(shell, lease);
        const next = { state: lease.state, tuning: access };
        const work = withLease(shell, 'ben', next, () => Promise.resolve(assert.fail('it measures')));
        await failsWith(work, 'TUNING_LEFT', 3, /core_pattern/);
        assert.equal(await readFile(join(dir, 'escaped'), 'utf8'), 'as it was');
        const values = await tree.values();
        assert.deepEqual(
          [values['proc/sys/kernel/core_pattern'], values['sys/kernel/mm/ksm/run']],
          ['core', '1'],
        );
      });
    });
  });

describe('the settings of a host whose user has no rights', () => {
  it('are measured, and it says why they could not be set', async () => {
    await inTemp(async (dir) => {
      const tree = await fakeSysfs(dir);
      await chmod(dir, 0o777);
      await chmod(join(tree.root, 'sys/kernel/mm/ksm/run'), 0o444);
      await chmod(join(tree.root, 'proc/irq/17/smp_affinity_list'), 0o444);
      await chmod(join(tree.root, 'proc/irq/1/smp_affinity_list'), 0o666);
      const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];
      const shell = shellHere('host', process.getuid?.() === 0 ? { shell: asNobody } : {});
      const before = await tree.values();
      const options = { state: join(dir, 'state'), tuning: { root: tree.root } };
      await withLease(shell, 'anna', options, async (_, lease) => {
        const left = (message: string): void => assert.fail(message);
        const wanted: Tuning = { ksm: false, irqCpus: '0', isolateCpus: '1' };
        await withTuning(shell, lease, wanted, { root: tree.root, left }, (outcomes) => {
          const said = untuned('a-host', outcomes);
          assert.equal(said.length, 3);
          assert.match(said[0] ?? '', /^a-host: ksm could not be set to 0, it is 1: .*Permission denied/);
          assert.match(
            said[1] ?? '',
            /^a-host: irqCpus could not be set to 0, it is 0, 2: proc\/irq\/17.*Permission denied/,
          );
          assert.match(said[2] ?? '', /^a-host: isolateCpus could not be set to 1: .*Permission denied/);
          return Promise.resolve();
        });
      });
      assert.deepEqual(await tree.values(), before);
    });
  });
});
