// SPDX-License-Identifier: Apache-2.0
import { outputOf } from './client.js';
import { parseRedisBenchmark } from './redis-benchmark.js';
import type { Measured, Workload } from './types.js';

const NS_PER_MS = 1e6;
const TESTS = ['SET', 'GET'] as const;

/** `redis`: redis-benchmark inside the guest, GET and SET. */
export const redis: Workload = {
  kind: 'boot',
  purpose: 'load',
  metrics: TESTS.flatMap((test) => {
    const name = test.toLowerCase();
    return [`throughput.${name}`, `latency.${name}.p50`, `latency.${name}.p99`];
  }),
  load: 'redis-benchmark inside the guest, over loopback',
  expectedSeconds: 8,
  clients: ({ requests = 5000, clients = 50, value_bytes = 3 }) => [
    {
      client: 'redis-benchmark',
      args: ['-t', 'set,get', '-n', `${requests}`, '-c', `${clients}`, '-d', `${value_bytes}`, '--csv'],
    },
  ],
  read: ({ report }: Measured) => {
    const { stdout } = outputOf(report, 'redis-benchmark');
    const values: Record<string, number> = {};
    for (const { test, requestsPerSecond, p50Ms, p99Ms } of parseRedisBenchmark(stdout, TESTS)) {
      const name = test.toLowerCase();
      values[`throughput.${name}`] = requestsPerSecond;
      values[`latency.${name}.p50`] = Math.round(p50Ms * NS_PER_MS);
      values[`latency.${name}.p99`] = Math.round(p99Ms * NS_PER_MS);
    }
    return values;
  },
};
