// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from '../app/make-job.js';
import type { ScenarioParameters } from '../scenario/types.js';
import { type AbTest, parseAb, parsePercentiles } from './ab.js';
import { outputOf } from './client.js';
import { IN_GUEST, ON_HOST, type Place } from './place.js';
import type { Measured, Workload } from './types.js';

/** A connection for each request, and connections that are kept: the paper's nginx-conn and nginx-sess. */
const TESTS = ['conn', 'sess'] as const;
const PAGE_BYTES = 612;

/** ab writes its percentiles to a file; its own standard error is one that needs no disk, and is empty otherwise. */
const STDERR = '/proc/self/fd/2';

function testOf(
  name: (typeof TESTS)[number],
  { requests = 5000, clients = 100 }: ScenarioParameters,
): AbTest {
  return { name: `ab-${name}`, requests, clients, keep: name === 'sess', pageBytes: PAGE_BYTES };
}

/** `nginx`: ApacheBench inside the guest, with and without keep-alive. */
export const nginx = nginxFrom(IN_GUEST);

/** The same with ApacheBench on the host. */
export const nginxHost = nginxFrom(ON_HOST);

function nginxFrom({ on, address, infix, words }: Place): Workload {
  const url = `http://${address}/`;
  const failures = `requests.${infix}failed`;
  return {
    kind: 'boot',
    purpose: 'load',
    metrics: [
      ...TESTS.map((test) => `${infix}${test}`).flatMap((test) => [
        `throughput.${test}`,
        `latency.${test}.p50`,
        `latency.${test}.p99`,
      ]),
      failures,
    ],
    load: `ab (ApacheBench) ${words}`,
    clientsOn: on,
    expectedSeconds: 10,
    clients: (parameters) =>
      TESTS.map((test): ClientRequest => {
        const { name, requests, clients, keep } = testOf(test, parameters);
        const counts = ['-n', `${requests}`, '-c', `${clients}`];
        return { client: 'ab', name, args: ['-q', ...counts, ...(keep ? ['-k'] : []), '-e', STDERR, url] };
      }),
    read: ({ report, parameters }: Measured) => {
      const values: Record<string, number> = { [failures]: 0 };
      for (const test of TESTS) {
        const asked = testOf(test, parameters);
        const { stdout, stderr } = outputOf(report, asked.name);
        const { requestsPerSecond, failed } = parseAb(stdout, asked);
        const { p50, p99 } = parsePercentiles(stderr, asked.name);
        values[`throughput.${infix}${test}`] = requestsPerSecond;
        values[`latency.${infix}${test}.p50`] = p50;
        values[`latency.${infix}${test}.p99`] = p99;
        values[failures] = (values[failures] ?? 0) + failed;
      }
      return values;
    },
  };
}
