// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';

const redis = workloadOf({ workload: 'redis' });
const redisHost = workloadOf({ workload: 'redis', load: 'host' });

const HEADER =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"';
const SET = '"SET","25125.63","1.023","0.312","0.999","1.511","1.727","1.815"';
const GET = '"GET","26041.67","0.987","0.304","0.967","1.415","1.623","1.759"';

const read = (stdout: string, status = 0): Record<string, number> => {
  const report = guestReport([{ name: 'redis-benchmark', status, stdout, stderr: 'Could not connect' }]);
  return redis.read?.({ clock: 'deterministic', parameters: {}, report }) ?? {};
};
const refused = (stdout: string, message: RegExp) => (): Promise<void> =>
  failsWith(() => read(stdout), 'CLIENT_OUTPUT', EXIT.couldNotMeasure, message);

describe('redis', () => {
  it('reads rates and latencies', () => {
    assert.deepEqual(read([HEADER, SET, GET, ''].join('\n')), {
      'throughput.set': 25125.63,
      'latency.set.p50': 999_000,
      'latency.set.p99': 1_727_000,
      'throughput.get': 26041.67,
      'latency.get.p50': 967_000,
      'latency.get.p99': 1_623_000,
    });
  });
  it('has other names for what a client on the host measures', () => {
    const stdout = [HEADER, SET, GET, ''].join('\n');
    const report = guestReport([{ name: 'redis-benchmark', status: 0, stdout, stderr: '' }]);
    const values = redisHost.read?.({ clock: 'wall', parameters: {}, report }) ?? {};
    assert.deepEqual(Object.keys(values).sort(), [...redisHost.metrics].sort());
    assert.equal(values['throughput.host.set'], 25125.63);
    assert.ok(redisHost.metrics.every((metric) => !redis.metrics.includes(metric)));
    const [client] = redisHost.clients({});
    assert.deepEqual(client?.args?.slice(-3), ['-h', '10.0.0.2', '--csv']);
  });
  it('asks for pipelines only where the scenario does', () => {
    const args = (pipeline?: number): string =>
      redis
        .clients(pipeline === undefined ? {} : { pipeline })
        .flatMap((client) => client.args ?? [])
        .join(' ');
    assert.equal(args(), '-t set,get -n 5000 -c 50 -d 3 --csv');
    assert.equal(args(16), '-t set,get -n 5000 -c 50 -d 3 -P 16 --csv');
  });
  it('refuses an empty output', refused('', /instead of the header/));
  it(
    'refuses an error line between good ones',
    refused([HEADER, SET, 'Error: Server closed the connection', GET].join('\n'), /Server closed/),
  );
  it('refuses a missing test', refused([HEADER, SET].join('\n'), /0 rows.*one row for GET/));
  it('refuses a test that stands twice', refused([HEADER, SET, GET, GET].join('\n'), /2 rows/));
  it(
    'refuses a rate of zero',
    refused([HEADER, SET.replace('25125.63', '0.00'), GET].join('\n'), /above zero/),
  );
  it(
    'refuses a median above the 99th percentile',
    refused(
      [HEADER, '"SET","25125.63","0.4","0.1","0.9","0.9","0.5","1.0"', GET].join('\n'),
      /the median latency of SET is above its 99th percentile/,
    ),
  );
  it(
    'refuses what is not a number',
    refused([HEADER, SET.replace('25125.63', 'nan'), GET].join('\n'), /nan/),
  );
  it('refuses a client that failed, with its own words', () =>
    failsWith(
      () => read([HEADER, SET, GET].join('\n'), 1),
      'CLIENT_FAILED',
      EXIT.couldNotMeasure,
      /status 1: Could not connect/,
    ));
});
