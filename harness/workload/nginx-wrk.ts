// SPDX-License-Identifier: Apache-2.0
import { outputOf, unexpectedOutput } from './client.js';
import { printedText } from './printed-text.js';
import { declareWorkload } from './types.js';
import { lasts, parseWrk } from './wrk.js';

const PAGE_BYTES = 612;

const NAME = 'wrk';
/** An app may have another program of its kind where wrk is on others. */
const CLIENT = 'wrk, or what the app has in its place,';
/** Said, because wrk looks the name `http` up otherwise, and a guest has no /etc/services. */
const PORT = 80;

/** `nginx-wrk`: wrk, one thread, all connections kept. */
export const nginxWrk = declareWorkload({
  name: 'nginx-wrk',
  kind: 'boot',
  purpose: 'load',
  parameters: {
    clients: {
      label: 'clients',
      summary: 'Concurrent connections, all kept.',
      ...{ minimum: 1, maximum: 20_000, default: 100 },
    },
    seconds: {
      label: 'seconds',
      summary: "How long the load lasts, s of the client's clock.",
      ...{ minimum: 1, maximum: 3600, default: 2 },
    },
  },
  metrics: {
    'throughput.wrk': {
      title: 'Throughput with kept connections',
      definition: `requests per second as ${CLIENT} reports them, over connections that are kept; a page of ${PAGE_BYTES} bytes, and every answer was 2xx or 3xx.`,
      unit: 'req/s',
      direction: 'higher',
    },
    'latency.wrk.p50': {
      title: 'Latency (median)',
      definition: `median latency as ${CLIENT} reports it; three digits or more.`,
      unit: 'ns',
      direction: 'lower',
    },
    'latency.wrk.p99': {
      title: 'Latency (99th percentile)',
      definition: `99th percentile of the latency as ${CLIENT} reports it; three digits or more.`,
      unit: 'ns',
      direction: 'lower',
    },
  },
  load: { guest: `${CLIENT} inside the guest, over loopback`, host: 'wrk on the host, over a tap device' },
  expectedSeconds: 15,
  conditions: ({ clients }) => ({ page: `${PAGE_BYTES} bytes`, concurrency: clients, 'keep-alive': 'yes' }),
  clients: ({ clients, seconds }, { address }) => [
    {
      client: NAME,
      args: ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', `http://${address}:${PORT}/`],
    },
  ],
  read: ({ report, parameters }) => {
    const { stdout } = outputOf(report, NAME);
    const printed = parseWrk(printedText(NAME, stdout));
    const { requestsPerSecond, threads, clients, duration, latency } = printed;
    if (threads !== 1 || clients !== parameters.clients || !lasts(duration, parameters.seconds)) {
      throw unexpectedOutput(
        NAME,
        [threads, clients, printed.seconds].join(', '),
        `threads, connections, seconds: 1, ${parameters.clients}, ${parameters.seconds}`,
      );
    }
    if (latency === undefined) throw unexpectedOutput(NAME, stdout, 'the latency distribution');
    return {
      'throughput.wrk': requestsPerSecond,
      'latency.wrk.p50': latency.p50,
      'latency.wrk.p99': latency.p99,
    };
  },
});
