// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';
import { wrkOutput } from '../support/wrk-output.js';

const nginxWrk = workloadOf({ workload: 'nginx-wrk' });
const wrkHost = workloadOf({ workload: 'nginx-wrk', load: 'host' });

const read = (stdout: string, parameters = { clients: 30, seconds: 60 }): Record<string, number> => {
  const report = guestReport([{ name: 'wrk', stdout, stderr: '' }]);
  return nginxWrk.read?.({ clock: 'deterministic', parameters, report }) ?? {};
};

describe('nginx-wrk', () => {
  it('has other names for what a client on the host measures', () => {
    assert.deepEqual(
      wrkHost.metrics,
      nginxWrk.metrics.map((metric) => metric.replace('.', '.host.')),
    );
    for (const { args } of wrkHost.clients({})) assert.equal(args?.at(-1), 'http://10.0.0.2:80/');
  });
  it('reads the rate and the latencies', () => {
    const values = read(wrkOutput({ threads: 1, latency: true }));
    assert.deepEqual(Object.keys(values).sort(), [...nginxWrk.metrics].sort());
    assert.deepEqual(values, {
      'throughput.wrk': 189_747.68,
      'latency.wrk.p50': 120_000,
      'latency.wrk.p99': 1_020_000,
    });
  });
  it('asks for one thread with the numbers of the scenario', () => {
    const [{ args = [] } = { args: undefined }] = nginxWrk.clients({ clients: 9, seconds: 3 });
    assert.equal(args.join(' '), '-t1 -c9 -d3s --latency http://127.0.0.1:80/');
  });
  it('gives no rate when an answer was an error', () =>
    failsWith(
      () => read(wrkOutput({ threads: 1, latency: true, more: '\n  Non-2xx or 3xx responses: 9' })),
      'REQUESTS_FAILED',
      EXIT.couldNotMeasure,
      /refused: 9/,
    ));
  it('gives no rate with a number that is too long to be one, or with two points', async () => {
    const good = wrkOutput({ threads: 1, latency: true });
    for (const [part, bad] of [
      ['11384894 requests', `${'9'.repeat(16)} requests`],
      ['11384894 requests', `${'9'.repeat(400)} requests`],
      ['30 connections', `${'3'.repeat(16)} connections`],
      ['189747.68', `${'1'.repeat(16)}.68`],
      ['9.19GB', '9.1.9GB'],
      ['163.59us', '1.6.3us'],
      ['120.00us', '1.2.0us'],
    ] as const) {
      await failsWith(
        () => read(good.replace(part, bad)),
        'CLIENT_OUTPUT',
        EXIT.couldNotMeasure,
        /wrk printed ".*" instead of \w/,
      );
    }
    const failures = `\n  Non-2xx or 3xx responses: ${'9'.repeat(16)}`;
    await failsWith(
      () => read(wrkOutput({ threads: 1, more: failures })),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
    );
  });
  it('gives no rate when wrk was not used as asked, or left its percentiles out', async () => {
    for (const text of [wrkOutput({ threads: 14, latency: true }), wrkOutput({ threads: 1 })]) {
      await failsWith(() => read(text), 'CLIENT_OUTPUT', EXIT.couldNotMeasure);
    }
    const fewer = { clients: 29, seconds: 60 };
    await failsWith(
      () => read(wrkOutput({ threads: 1, latency: true }), fewer),
      'CLIENT_OUTPUT',
      EXIT.couldNotMeasure,
      /1, 30, 60.*1, 29, 60/,
    );
  });
});
