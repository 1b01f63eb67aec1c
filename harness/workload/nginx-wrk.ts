// SPDX-License-Identifier: Apache-2.0
import { outputOf, unexpectedOutput } from './client.js';
import type { Measured, Workload } from './types.js';
import { parseWrk } from './wrk.js';

const NAME = 'wrk';
const URL = 'http://127.0.0.1/';
const SECONDS = 2;
const CLIENTS = 100;

/** `nginx-wrk`: wrk inside the guest, one thread, all connections kept. */
export const nginxWrk: Workload = {
  kind: 'boot',
  purpose: 'load',
  metrics: ['throughput.wrk', 'latency.wrk.p50', 'latency.wrk.p99'],
  load: 'wrk inside the guest, over loopback',
  expectedSeconds: 15,
  clients: ({ clients = CLIENTS, seconds = SECONDS }) => [
    { client: NAME, args: ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', URL] },
  ],
  read: ({ report, parameters }: Measured) => {
    const { stdout } = outputOf(report, NAME);
    const { requestsPerSecond, threads, clients, seconds, latency } = parseWrk(stdout, NAME);
    const asked = [1, parameters.clients ?? CLIENTS, parameters.seconds ?? SECONDS].join(', ');
    if ([threads, clients, seconds].join(', ') !== asked) {
      throw unexpectedOutput(
        NAME,
        [threads, clients, seconds].join(', '),
        `threads, connections, seconds: ${asked}`,
      );
    }
    if (latency === undefined) throw unexpectedOutput(NAME, stdout.slice(0, 80), 'the latency distribution');
    return {
      'throughput.wrk': requestsPerSecond,
      'latency.wrk.p50': latency.p50,
      'latency.wrk.p99': latency.p99,
    };
  },
};
