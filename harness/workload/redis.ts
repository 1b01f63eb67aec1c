// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../metric/types.js';
import { outputOf } from './client.js';
import { REDIS_TESTS, parseRedisBenchmark, redisValues } from './redis-benchmark.js';
import { declareWorkload } from './types.js';

/** An app may have another program of its kind where redis-benchmark is on others. */
const CLIENT = 'redis-benchmark, or what the app has in its place,';

/** `redis`: redis-benchmark, GET and SET. */
export const redis = declareWorkload({
  name: 'redis',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    requests: {
      label: 'requests',
      summary: 'Requests of each command.',
      ...{ minimum: 1, maximum: 1_000_000_000, default: 5000 },
    },
    clients: {
      label: 'clients',
      summary: 'Concurrent connections.',
      ...{ minimum: 1, maximum: 20_000, default: 50 },
    },
    value_bytes: {
      label: 'bytes of a value',
      summary: 'Bytes of a value.',
      ...{ minimum: 1, maximum: 536_870_912, default: 3 },
    },
    pipeline: {
      label: 'requests in a pipeline',
      summary: 'Requests that a connection sends before it waits for their answers.',
      ...{ minimum: 1, maximum: 1_000_000, default: 1 },
    },
  },
  metrics: Object.fromEntries(REDIS_TESTS.flatMap(metricsOf)),
  load: {
    guest: `${CLIENT} inside the guest, over loopback`,
    host: 'redis-benchmark on the host, over a tap device',
  },
  expectedSeconds: 8,
  conditions: ({ clients }) => ({ concurrency: clients, 'keep-alive': 'yes' }),
  clients: ({ requests, clients, value_bytes, pipeline }, { side, address }) => [
    {
      client: 'redis-benchmark',
      args: [
        ...['-t', 'set,get', '-n', `${requests}`, '-c', `${clients}`, '-d', `${value_bytes}`],
        ...(pipeline === 1 ? [] : ['-P', `${pipeline}`]),
        ...(side === 'guest' ? [] : ['-h', address]),
        '--csv',
      ],
      // Of each command.
      requests: 2 * requests,
    },
  ],
  read: ({ report }) =>
    redisValues(parseRedisBenchmark(outputOf(report, 'redis-benchmark').stdout, REDIS_TESTS)),
});

function metricsOf(test: (typeof REDIS_TESTS)[number]): [string, MetricDefinition][] {
  const name = test.toLowerCase();
  const latency = (which: string, title: string): MetricDefinition => ({
    title: `${test} latency (${title})`,
    definition: `${which} ${test} latency as ${CLIENT} reports it; resolution 1,000 ns.`,
    ...{ unit: 'ns', direction: 'lower' },
  });
  return [
    [
      `throughput.${name}`,
      {
        title: `${test} throughput`,
        definition: `${test} requests per second as ${CLIENT} reports them.`,
        ...{ unit: 'req/s', direction: 'higher' },
      },
    ],
    [`latency.${name}.p50`, latency('median', 'median')],
    [`latency.${name}.p99`, latency('99th percentile of the', '99th percentile')],
  ];
}
