// SPDX-License-Identifier: Apache-2.0
import { outputOf, unexpectedOutput } from './client.js';
import { IN_GUEST, ON_HOST, type Place } from './place.js';
import { printedText } from './printed-text.js';
import type { Measured, Workload } from './types.js';
import { lasts, parseWrk } from './wrk.js';

const NAME = 'wrk';
/** Said, because wrk looks the name `http` up otherwise, and a guest has no /etc/services. */
const PORT = 80;
const SECONDS = 2;
const CLIENTS = 100;

/** `nginx-wrk`: wrk inside the guest, one thread, all connections kept. */
export const nginxWrk = wrkFrom(IN_GUEST);

/** The same with wrk on the host. */
export const wrkHost = wrkFrom(ON_HOST);

function wrkFrom({ on, address, infix, words }: Place): Workload {
  const [rate, p50, p99] = [
    `throughput.${infix}wrk`,
    `latency.${infix}wrk.p50`,
    `latency.${infix}wrk.p99`,
  ] as const;
  return {
    kind: 'boot',
    purpose: 'load',
    metrics: [rate, p50, p99],
    load: `wrk ${words}`,
    clientsOn: on,
    expectedSeconds: 15,
    clients: ({ clients = CLIENTS, seconds = SECONDS }) => [
      {
        client: NAME,
        args: ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', `http://${address}:${PORT}/`],
      },
    ],
    read: ({ report, parameters }: Measured) => {
      const { stdout } = outputOf(report, NAME);
      const {
        requestsPerSecond,
        threads,
        clients,
        duration,
        seconds: printed,
        latency,
      } = parseWrk(printedText(NAME, stdout));
      const { clients: connections = CLIENTS, seconds = SECONDS } = parameters;
      if (threads !== 1 || clients !== connections || !lasts(duration, seconds)) {
        throw unexpectedOutput(
          NAME,
          [threads, clients, printed].join(', '),
          `threads, connections, seconds: 1, ${connections}, ${seconds}`,
        );
      }
      if (latency === undefined)
        throw unexpectedOutput(NAME, stdout.slice(0, 80), 'the latency distribution');
      return { [rate]: requestsPerSecond, [p50]: latency.p50, [p99]: latency.p99 };
    },
  };
}
