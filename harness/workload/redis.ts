// SPDX-License-Identifier: Apache-2.0
import { outputOf } from './client.js';
import { REDIS_TESTS, parseRedisBenchmark, redisValues } from './redis-benchmark.js';
import { IN_GUEST, ON_HOST, type Place } from './place.js';
import type { Measured, Workload } from './types.js';

/** `redis`: redis-benchmark inside the guest, GET and SET. */
export const redis = redisFrom(IN_GUEST);

/** The same with redis-benchmark on the host. */
export const redisHost = redisFrom(ON_HOST);

function redisFrom({ on, address, infix, words }: Place): Workload {
  return {
    kind: 'boot',
    purpose: 'load',
    metrics: REDIS_TESTS.flatMap((test) => {
      const name = `${infix}${test.toLowerCase()}`;
      return [`throughput.${name}`, `latency.${name}.p50`, `latency.${name}.p99`];
    }),
    load: `redis-benchmark ${words}`,
    clientsOn: on,
    expectedSeconds: 8,
    clients: ({ requests = 5000, clients = 50, value_bytes = 3, pipeline }) => [
      {
        client: 'redis-benchmark',
        args: [
          ...['-t', 'set,get', '-n', `${requests}`, '-c', `${clients}`, '-d', `${value_bytes}`],
          ...(pipeline === undefined ? [] : ['-P', `${pipeline}`]),
          ...(on === 'guest' ? [] : ['-h', address]),
          '--csv',
        ],
      },
    ],
    read: ({ report }: Measured) =>
      redisValues(parseRedisBenchmark(outputOf(report, 'redis-benchmark').stdout, REDIS_TESTS), infix),
  };
}
