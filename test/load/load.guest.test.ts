// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign, rawText } from '../../harness/core/foreign.js';
import type { StepRecord } from '../../harness/run/record.js';
import { type Provenance, readProvenance } from '../../harness/run/provenance.js';
import type { ScenarioParameters } from '../../harness/scenario/types.js';
import { KERNEL_TIMEOUT, guestKernel } from '../support/guest.js';
import { bootLoaded, runLoaded } from '../support/loaded.js';
import { type Running, becomes, processes } from '../support/processes.js';
import { inTemp } from '../support/temp.js';

const BENCHMARK = 'redis-benchmark';
const HOST = ['-h', '10.0.0.2'];

/** Runs a scenario once and asserts that each of its metrics has a value. */
async function measures(
  name: string,
  parameters: ScenarioParameters,
  more: (record: StepRecord, provenance: Provenance) => void | Promise<void> = () => undefined,
): Promise<void> {
  await inTemp(async (dir) => {
    const { folder, plan } = await runLoaded(name, dir, parameters);
    const [step] = plan.steps;
    const record = step === undefined ? undefined : await folder.record(step);
    assert.ok(record !== undefined);
    assert.equal(record.failure, undefined, record.failure?.message);
    assert.deepEqual(
      Object.keys(record.values).sort(),
      plan.scenarios.flatMap(({ metrics }) => metrics.map((metric) => metric.name)).sort(),
    );
    for (const [metric, value] of Object.entries(record.values))
      assert.ok(metric === 'requests.host.failed' ? value === 0 : value > 0, metric);
    assert.ok(Object.keys(record.values).every((metric) => /^\w+\.host\./.test(metric)));
    await more(record, (await readProvenance(folder)) ?? assert.fail('no provenance'));
  });
}

describe('a load from the host', function () {
  this.timeout(600_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  it('redis: gives every metric, from a client on a CPU that the VMM does not have', () =>
    measures('redis-host', { requests: 500, clients: 10, value_bytes: 3 }, (record, provenance) => {
      const { pins, apps } = provenance;
      const { monitor: cpus = [], client: clientCpu = -1 } = pins ?? {};
      assert.ok(cpus.length > 0 && clientCpu >= 0 && !cpus.includes(clientCpu));
      const { hostClients, report, argv } = record.result ?? assert.fail('no result');
      assert.deepEqual(
        hostClients?.map(({ name, status }) => [name, status]),
        [[BENCHMARK, 0]],
      );
      assert.deepEqual(hostClients[0]?.argv.slice(0, 3), ['taskset', '-c', String(clientCpu)]);
      assert.deepEqual(argv.slice(0, 3), ['taskset', '-c', cpus.join(',')]);
      assert.ok(argv.includes('tap,id=net,ifname=tap0,script=no,downscript=no,vhost=off'));
      // The guest came to its ordinary end, with its whole report.
      assert.deepEqual([report?.checks, report?.ready, report?.clients[0]?.status], [2, true, 0]);
      const { packages = [] } = apps['redis load of redis-host'] ?? {};
      assert.deepEqual(
        packages.map(({ name }) => name).filter((name) => name.startsWith('redis-')),
        ['redis-server', 'redis-tools'],
      );
    }));

  it('nginx: gives every metric of both tests', () => measures('nginx-host', { requests: 200, clients: 10 }));

  it('nginx by wrk: gives every metric', () => measures('nginx-wrk-host', { clients: 10, seconds: 1 }));

  it('a client that cannot connect is the one that could not measure; its guest ends as usual', async () => {
    const failing = { client: 'ab', name: 'failing', args: ['-n', '10', 'http://10.0.0.2:81/'] };
    const { ending, failure, hostClients, report } = await bootLoaded('nginx', [
      failing,
      { client: 'ab', name: 'never' },
    ]);
    assert.equal(ending, 'ok', failure?.message);
    assert.deepEqual([report?.checks, report?.clients[0]?.status], [1, 0]);
    assert.deepEqual(
      hostClients?.map(({ name, status }) => [name, status]),
      [['failing', 111]],
    );
    assert.match(rawText(hostClients[0]?.stderr ?? foreign('')), /Connection refused \(111\)/);
  });

  it('an app that listens inside only is told apart from one that does not serve', async () => {
    const { failure, report } = await bootLoaded('redis', [{ client: BENCHMARK }], { hostLoadArgs: [] });
    assert.equal(failure?.code, 'LOAD_UNREACHED');
    assert.match(failure.message, /10\.0\.0\.2:6379: Connection refused/);
    assert.equal(report?.checks, 2);
  });

  it('an app that dies under it is reported as that', async () => {
    const { ending, failure, hostClients } = await bootLoaded('redis', [
      { client: BENCHMARK, args: [...HOST, '-n', '1000000000', '-c', '1', 'SHUTDOWN', 'NOSAVE'] },
    ]);
    assert.equal(ending, 'app-failed');
    assert.equal(failure?.code, 'BOOT_APP_EXIT');
    assert.ok(hostClients !== undefined);
  });

  it('a VMM that dies under it is reported as that, and nothing of the load is left', async () => {
    const own = async (): Promise<Running[]> =>
      (await processes()).filter(({ parent }) => parent === process.pid);
    const before = new Set((await own()).map(({ pid }) => pid));
    let ended = false;
    const booted = bootLoaded('redis', [
      { client: BENCHMARK, args: [...HOST, '-n', '1000000000', '-c', '1', '-t', 'get'] },
    ]).finally(() => (ended = true));
    const started = async (): Promise<Running[]> => (await own()).filter(({ pid }) => !before.has(pid));
    const loading = await becomes(
      async () => (await started()).some(({ command }) => command.includes('redis-benchmark -h')),
      () => ended,
    );
    assert.ok(loading, 'the load never began');
    const vmm = (await started()).find(({ command }) => command.includes('qemu-system-x86_64'));
    process.kill(vmm?.pid ?? assert.fail('no VMM'), 'SIGKILL');
    const { ending, failure } = await booted;
    assert.equal(ending, 'vmm-failed');
    assert.match(failure?.message ?? '', /SIGKILL/);
    assert.deepEqual(await started(), []);
  });
});
