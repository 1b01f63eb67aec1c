// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { hostLoads, workloadNames, workloadOf, workloads } from '../../harness/workload/registry.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';

describe('the workloads', () => {
  it('have names of their own, and read values in one way', () => {
    assert.equal(new Set(workloadNames).size, workloadNames.length);
    for (const workload of workloads) {
      const ways = (['read', 'readEach', 'inspect'] as const).filter((way) => workload[way] !== undefined);
      const { name, kind } = workload;
      assert.equal(ways.length, kind === 'search' ? 0 : 1, name);
      assert.equal(ways.includes('inspect'), kind === 'inspect', name);
    }
  });
  it('say where their load comes from when they have one', () => {
    for (const { name, purpose, load } of workloads) assert.equal(load !== '', purpose === 'load', name);
  });
  it('that can have their clients on the host have other metrics there, under the wall clock only', () => {
    assert.deepEqual([...hostLoads].sort(), ['nginx', 'nginx-wrk', 'redis']);
    for (const workload of hostLoads) {
      const guest = workloadOf({ workload });
      const host = workloadOf({ workload, load: 'host' });
      assert.deepEqual(
        host.metrics,
        guest.metrics.map((metric) => metric.replace('.', '.host.')),
      );
      for (const { clock, definition } of Object.values(host.definitions)) {
        assert.equal(clock, 'wall');
        assert.match(definition, /client on the host.* tap device/);
      }
    }
  });
  it('run their clients with the defaults of missing parameters, at the address of the app', () => {
    const args = (load: 'guest' | 'host'): unknown =>
      workloadOf({ workload: 'nginx-wrk', load }).clients({ clients: 9 })[0]?.args;
    assert.deepEqual(args('guest'), ['-t1', '-c9', '-d2s', '--latency', 'http://127.0.0.1:80/']);
    assert.deepEqual(args('host'), ['-t1', '-c9', '-d2s', '--latency', 'http://10.0.0.2:80/']);
  });
  it('give the metrics that were asked for under the names of the place', () => {
    const stderr = 'Simple syscall: 0.1871 microseconds\n';
    const report = guestReport([{ name: 'syscall.null', stderr }]);
    assert.deepEqual(
      workloadOf({ workload: 'lmbench' }).readEach?.({ clock: 'wall', parameters: {}, report }, [
        'syscall.null',
      ]),
      {
        'syscall.null': 187.1,
      },
    );
  });
  it('that do not exist are refused with the closest one', async () => {
    await failsWith(() => workloadOf({ workload: 'rediz' }), 'WORKLOAD_UNKNOWN', EXIT.usage, /"rediz"/);
    await failsWith(
      () => workloadOf({ workload: 'boot', load: 'host' }),
      'WORKLOAD_UNKNOWN',
      EXIT.usage,
      /"boot" with its client on the host/,
    );
  });
});
