// SPDX-License-Identifier: Apache-2.0
import { type Foreign, partsOf, says } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { NumberedLine } from '../workload/printed-text.js';
import { WRK_START } from '../workload/wrk-format.js';
import { parseWrk } from '../workload/wrk.js';
import { clientDeath, isShellDeath } from './death.js';
import { near, valueOf } from './settings.js';
import { cutAt } from './split.js';
import type { LogClient, LogKind, ReadEntry, SettingRule } from './types.js';

/** What wrk says when it ends before its first line. */
const DEATH =
  /^(?:unable to (?:connect to|resolve|create thread|initialize SSL)|invalid URL: |number of connections must be >= threads)/;

const PAGES = 'pages';
const ANSWER = 'bytes of an answer';
const PIPELINE = 'pipelines';
const TLS = 'TLS versions';

/** A server has its index at the folder too. */
const samePage: SettingRule = {
  alike: (one, other) => {
    const [left, right] = [one, other].map((settings) =>
      String(valueOf(settings, PAGES) ?? '').replace(/\/index\.html$/, '/'),
    );
    return left === right;
  },
};

const kind: LogKind = {
  scenario: 'nginx-wrk',
  title: 'nginx, wrk',
  workload: 'nginx-wrk',
  app: 'nginx',
  client: 'wrk',
  metrics: [{ name: 'throughput.wrk', unit: 'req/s', direction: 'higher', title: 'Throughput by wrk' }],
  rules: new Map([
    [PAGES, samePage],
    // Heads of answers differ from server to server by some fields, and wrk rounds to a hundredth of a unit.
    [ANSWER, near(ANSWER, { factor: 1.05, plus: 256 })],
  ]),
};

const begins = (line: Foreign): boolean => says(line, WRK_START) || says(line, DEATH) || isShellDeath(line);

/** Logs of wrk, which keeps its connections. */
export const wrkLog: LogClient = {
  owns: (line) => says(line, WRK_START),
  dies: (line) => says(line, DEATH),
  runs: ({ path, lines }) => ({
    runs: cutAt(lines, begins).map((own) => ({ kinds: [kind], lines: own, read: () => read(path, own) })),
    leftOut: [],
  }),
};

function read(path: string, lines: readonly NumberedLine[]): ReadEntry {
  const [first] = lines;
  if (first !== undefined && !says(first.text, WRK_START)) throw clientDeath(path, 'wrk', first);
  const run = parseWrk({ client: 'wrk', file: path, lines }, true);
  const { requestsPerSecond, threads, clients, seconds, url, answerBytes } = run;
  const [, secure, page = '/'] = partsOf(url, /^http(s?):\/\/[^/?#]*([/?][^#]*)?/i) ?? [];
  // Without a pipeline a connection has one request under way, so half of them take no longer than twice its share of time.
  const share = (clients / requestsPerSecond) * 1e9;
  const pipelined = (run.latency?.p50 ?? run.mean - run.deviation) > 2 * share;
  return {
    values: { 'throughput.wrk': requestsPerSecond },
    settings: {
      threads,
      clients,
      seconds,
      [PAGES]: printable(page, 200),
      [ANSWER]: Math.round(answerBytes),
      ...(says(secure, /./) ? { [TLS]: 'yes' } : {}),
      ...(pipelined ? { [PIPELINE]: 'yes' } : {}),
    },
  };
}
