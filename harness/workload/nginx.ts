// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../metric/types.js';
import { type AbTest, parseAb, parsePercentiles } from './ab.js';
import { outputOf } from './client.js';
import { type ClientRequest, declareWorkload } from './types.js';

/** A connection for each request, and connections that are kept: the paper's nginx-conn and nginx-sess. */
const TESTS = ['conn', 'sess'] as const;
type Test = (typeof TESTS)[number];

const WORDS: Readonly<Record<Test, { title: string; definition: string }>> = {
  conn: { title: 'a connection per request', definition: 'a new connection for each request' },
  sess: { title: 'kept connections', definition: 'connections that are kept' },
};

const PAGE_BYTES = 612;

/** ab writes its percentiles to a file; its own standard error is one that needs no disk, and is empty otherwise. */
const STDERR = '/proc/self/fd/2';

/** `nginx`: ApacheBench, with and without keep-alive. */
export const nginx = declareWorkload({
  name: 'nginx',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    requests: {
      label: 'requests',
      summary: 'Requests of each test.',
      ...{ minimum: 1, maximum: 1_000_000_000, default: 5000 },
    },
    clients: {
      label: 'clients',
      summary: 'Concurrent connections.',
      ...{ minimum: 1, maximum: 20_000, default: 100 },
    },
  },
  metrics: {
    ...(Object.fromEntries(TESTS.flatMap(metricsOf)) as Record<string, MetricDefinition>),
    'requests.failed': {
      title: 'Requests that failed in both tests',
      definition:
        'requests that failed, were answered with a status other than 2xx or with another length, in both tests of ab. A boot with any is "could not measure" and has no rate.',
      unit: 'requests',
      direction: 'lower',
    },
  },
  load: {
    guest: 'ab (ApacheBench) inside the guest, over loopback',
    host: 'ab (ApacheBench) on the host, over a tap device',
  },
  expectedSeconds: 10,
  conditions: ({ clients }, metric) => ({
    ...{ page: `${PAGE_BYTES} bytes`, concurrency: clients },
    ...(metric.includes('.sess') ? { 'keep-alive': 'yes' } : {}),
    ...(metric.includes('.conn') ? { 'keep-alive': 'no' } : {}),
  }),
  clients: (parameters, { address }) =>
    TESTS.map((test): ClientRequest => {
      const { name, requests, clients, keep } = askedOf(test, parameters);
      const counts = ['-n', `${requests}`, '-c', `${clients}`];
      const args = ['-q', ...counts, ...(keep ? ['-k'] : []), '-e', STDERR, `http://${address}/`];
      return { client: 'ab', name, args, requests };
    }),
  read: ({ report, parameters }) => {
    const values: Record<string, number> = { 'requests.failed': 0 };
    for (const test of TESTS) {
      const asked = askedOf(test, parameters);
      const { stdout, stderr } = outputOf(report, asked.name);
      const { requestsPerSecond, failed } = parseAb(stdout, asked);
      const { p50, p99 } = parsePercentiles(stderr, asked.name);
      values[`throughput.${test}`] = requestsPerSecond;
      values[`latency.${test}.p50`] = p50;
      values[`latency.${test}.p99`] = p99;
      values['requests.failed'] = (values['requests.failed'] ?? 0) + failed;
    }
    return values;
  },
});

function askedOf(test: Test, { requests, clients }: { requests: number; clients: number }): AbTest {
  return { name: `ab-${test}`, requests, clients, keep: test === 'sess', pageBytes: PAGE_BYTES };
}

function metricsOf(test: Test): [string, MetricDefinition][] {
  const { title, definition } = WORDS[test];
  const latency = (which: string, percentile: string): MetricDefinition => ({
    title: `Latency with ${title} (${percentile})`,
    definition: `${which} latency of ab with ${definition}; resolution 1,000 ns.`,
    ...{ unit: 'ns', direction: 'lower' },
  });
  return [
    [
      `throughput.${test}`,
      {
        title: `Throughput with ${title}`,
        definition: `requests per second as ab reports them, with ${definition}; a page of ${PAGE_BYTES} bytes, and every answer was whole and 2xx.`,
        ...{ unit: 'req/s', direction: 'higher' },
      },
    ],
    [`latency.${test}.p50`, latency('median', 'median')],
    [`latency.${test}.p99`, latency('99th percentile of the', '99th percentile')],
  ];
}
