// SPDX-License-Identifier: Apache-2.0
import { WRK_START, parseWrk } from '../workload/wrk.js';
import { splitAt } from './split.js';
import type { LogKind, ReadEntry } from './types.js';

/** Logs of wrk, which keeps its connections. */
export const wrkLog: LogKind = {
  scenario: 'nginx-wrk',
  title: 'nginx, wrk',
  workload: 'nginx-wrk',
  app: 'nginx',
  client: 'wrk',
  metrics: [{ name: 'throughput.wrk', unit: 'req/s', direction: 'higher', title: 'Throughput by wrk' }],
  split: (text) => splitAt(text, (line) => WRK_START.test(line)),
  read,
};

function read(text: string): ReadEntry {
  const { requestsPerSecond, threads, clients, seconds } = parseWrk(text, 'wrk');
  return { values: { 'throughput.wrk': requestsPerSecond }, settings: { threads, clients, seconds } };
}
