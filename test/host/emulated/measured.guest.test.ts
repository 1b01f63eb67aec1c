// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { type EmulatedEntry, sshWords } from '../../../harness/host/emulated/inventory-text.js';
import type { HostFacts } from '../../../harness/host/facts.js';
import { RunFolder } from '../../../harness/run/folder.js';
import { readProvenance } from '../../../harness/run/provenance.js';
import type { StepRecord } from '../../../harness/run/record.js';
import type { KvmAnswer } from '../../../harness/vmm/probe-verdict.js';
import { lupineBench, onlyRun } from '../../support/cli.js';
import { needKernels } from '../../support/kernels.js';
import { linkedCache } from '../../support/linked-cache.js';
import { becomes } from '../../support/processes.js';

/** What is in the control group of the isolated CPUs, a line each: program, and the CPUs that it may use. */
const ISOLATED = [
  'cd /sys/fs/cgroup/lupine-bench && cat cpuset.cpus.partition',
  'for p in $(cat cgroup.procs); do echo "$(head -c 30 /proc/$p/cmdline | tr "\\0" " ") $(grep Cpus_allowed_list /proc/$p/status)"; done',
].join('; ');

/** Another version of QEMU, as far as its words go. */
const OTHER =
  '#!/bin/sh\\nif [ "$1" = --version ]; then echo "QEMU emulator version 9.9.9"; else exec qemu-system-x86_64 "$@"; fi\\n';

describe('an emulated host that is measured on', function () {
  // The first one builds kernels, which takes minutes.
  this.timeout(1_800_000);
  let dir = '';
  let env: Record<string, string> = {};
  let host: EmulatedEntry | undefined;

  const ssh = async (command: string): Promise<string> => {
    assert.ok(host !== undefined);
    const [program = '', ...words] = sshWords(host);
    words.unshift('-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=5');
    const { stdout } = await execa(program, [...words, command], { reject: false, timeout: 60_000 });
    return stdout;
  };
  /** The inventory does not say that the host is emulated: that is found. */
  const inventory = async (more: object = {}): Promise<void> => {
    assert.ok(host !== undefined);
    const { emulated: _, tags: _tags, ...entry } = host;
    const rack = { ...entry, name: 'rack', tuning: { isolateCpus: '1' }, ...more };
    await writeFile(join(dir, 'hosts.yaml'), stringify({ hosts: [rack] }));
  };
  const bench = async (...args: string[]) => await lupineBench(args, env, dir);
  const wall = (out: string): string[] => ['--host', 'rack', '--clock', 'wall', '--out', out];
  const hello = (out: string): string[] => [
    ...['run', 'boot', '--system', 'lupine-hello', '--app', 'hello', '--boots', '2'],
    ...wall(join(dir, out)),
  ];
  const recordsOf = async (results: string): Promise<[RunFolder, (StepRecord | undefined)[]]> => {
    const folder = new RunFolder(await onlyRun(join(dir, results)));
    const { steps } = await folder.plan();
    return [folder, await Promise.all(steps.map((step) => folder.record(step)))];
  };

  before(async () => {
    await needKernels('lupine-hello', 'lupine-general', 'kvm-host');
    dir = await mkdtemp(join(tmpdir(), 'lupine-emulated-'));
    env = { LUPINE_BENCH_CACHE: await linkedCache(dir) };
    const started = await bench('hosts', 'emulate', '--processors', '2', '--detach', '--json');
    assert.equal(started.exitCode, 0, started.stderr);
    [host] = (JSON.parse(started.stdout) as { hosts: EmulatedEntry[] }).hosts;
    await inventory();
  });

  after(async () => {
    await bench('hosts', 'stop');
    await rm(dir, { recursive: true, force: true });
  });

  it('says what it is, and that its KVM runs Linux', async () => {
    const { stdout, exitCode } = await bench('hosts', 'probe', 'rack', '--json');
    assert.equal(exitCode, 0, stdout);
    const { hosts } = JSON.parse(stdout) as { hosts: { kvm: KvmAnswer; facts: HostFacts }[] };
    const [{ kvm, facts } = assert.fail('no host')] = hosts;
    assert.deepEqual([facts.emulated, facts.cores, kvm.kvm, kvm.emulated], [true, 2, true, true]);
    assert.match(kvm.kvmReason, /^the kernel of \S+ booted and ended under KVM\.$/);
  });

  it('is measured by the wall clock on CPUs that nothing else has, and its times are refused', async () => {
    await mkdir(join(dir, 'wall'));
    const running = bench(...hello('wall'));
    let seen = '';
    const isolated = becomes(async () => {
      seen = await ssh(ISOLATED);
      return /^isolated\n(.*\n)*qemu-system-x86_64 .*Cpus_allowed_list:\s*1$/m.test(seen);
    });
    const { exitCode, stdout, stderr } = await running;
    assert.ok(await isolated, seen);
    assert.equal(exitCode, 3, stderr);
    assert.match(stdout, /could not measure: HOST_EMULATED/);
    const [folder, records] = await recordsOf('wall');
    for (const record of records) {
      assert.equal(record?.failure, undefined, record?.failure?.message);
      assert.equal(record?.emulated, true);
      for (const metric of ['boot.guest', 'boot.ready', 'boot.vmm'])
        assert.ok((record.values[metric] ?? 0) > 0, metric);
      assert.deepEqual(record.result?.argv.slice(0, 3), ['taskset', '-c', '1']);
    }
    const provenance = await readProvenance(folder);
    assert.deepEqual([provenance?.host.emulated, provenance?.pins?.monitor], [true, [1]]);
    assert.equal(await ssh('ls -d /sys/fs/cgroup/lupine-bench 2>&1 >/dev/null | wc -l'), '1');
    assert.equal((await bench('report', folder.dir, '--allow-emulated')).exitCode, 0);
  });

  it('is not gone on with under another version of QEMU, and both are named', async () => {
    await ssh(`printf '${OTHER}' > /root/qemu-other; chmod 755 /root/qemu-other`);
    await inventory({ qemu: '/root/qemu-other' });
    const [{ dir: run }] = await recordsOf('wall');
    const { exitCode, stderr } = await bench('resume', run);
    await inventory();
    assert.equal(exitCode, 5, stderr);
    assert.match(stderr, /vmm\.version: 7\.2\S* .*is now 9\.9\.9/);
  });

  it('brings the load over a tap device of its own, by a client that runs there', async () => {
    await mkdir(join(dir, 'load'));
    const counts = ['--set', 'requests=100', '--set', 'clients=5', '--boots', '1'];
    const args = ['run', 'redis-host', '--system', 'lupine-general', ...counts, ...wall(join(dir, 'load'))];
    const { stderr } = await bench(...args, '--allow-emulated');
    const [, [record]] = await recordsOf('load');
    assert.equal(record?.failure, undefined, stderr);
    assert.ok((record?.values['throughput.host.get'] ?? 0) > 0);
    const [client] = record?.result?.hostClients ?? [];
    assert.deepEqual([client?.argv.slice(0, 3), client?.status], [['taskset', '-c', '0'], 0]);
  });

  it('that is started again in the middle ends the run, and what is missing is made later', async () => {
    await mkdir(join(dir, 'reboot'));
    const running = bench(...hello('reboot'), '--allow-emulated');
    const guest = 'ls -d /root/.lupine-bench/boots/*/begun && cat /sys/fs/cgroup/lupine-bench/cgroup.procs';
    assert.ok(await becomes(async () => /begun\n\d/.test(await ssh(guest))));
    await ssh('(sleep 0.2; reboot -f) >/dev/null 2>&1 &');
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /error (HOST_REBOOTED|LEASE_LOST): /);
    const [{ dir: run }] = await recordsOf('reboot');
    const resumed = await bench('resume', run, '--allow-emulated');
    assert.equal(resumed.exitCode, 0, resumed.stderr);
    const [, records] = await recordsOf('reboot');
    assert.ok(records.every((record) => record !== undefined && record.failure === undefined));
  });
});
