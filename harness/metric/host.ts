// SPDX-License-Identifier: Apache-2.0

const LOADED =
  'with the client on the host, on a CPU that the VMM does not use, over a tap device and virtio-net; wall clock only.';

const TESTS: Readonly<Record<string, string>> = {
  get: 'GET by redis-benchmark',
  set: 'SET by redis-benchmark',
  conn: 'a page of 612 bytes by ab with a new connection for each request',
  sess: 'a page of 612 bytes by ab over connections that are kept',
  wrk: 'a page of 612 bytes by wrk over connections that are kept',
};

/** Definitions of the metrics of a load from the host, by name. None is the metric of the same test inside the guest. */
export const hostDefinitions: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(TESTS).flatMap(([test, what]) => [
    [
      `throughput.host.${test}`,
      `requests per second of the host's clock: ${what}, as the client reports them, ${LOADED}`,
    ],
    [`latency.host.${test}.p50`, `median latency of ${what}, as the client reports it, ${LOADED}`],
    [
      `latency.host.${test}.p99`,
      `99th percentile of the latency of ${what}, as the client reports it, ${LOADED}`,
    ],
  ]),
  [
    'requests.host.failed',
    'requests that failed, were answered with a status other than 2xx or with another length, in both tests of ab on the host. A boot with any is "could not measure" and has no rate.',
  ],
]) as Record<string, string>;
