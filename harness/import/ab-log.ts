// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../core/errors.js';
import { type Foreign, says } from '../core/foreign.js';
import { rateOf, readAb } from '../workload/ab.js';
import { numberOf } from '../workload/printed-lines.js';
import { type NumberedLine, type PrintedText, unfitOutput } from '../workload/printed-text.js';
import { KEPT, abRules, abSettings } from './ab-settings.js';
import { clientDeath, isShellDeath } from './death.js';
import { cutAt } from './split.js';
import type { LogClient, LogKind, LogRun, ReadEntry } from './types.js';

/** First words of every run, also as HTML. */
const START = /^ ?This is ApacheBench, Version /;

/** What ab says when it ends before its greeting. */
const DEATH = /^(?:\S{0,200}\/)?ab: \S|^SSL not compiled in;/;

/** ab writes its progress to standard error; a log that caught both streams has it among the results. */
const PROGRESS = /^(?:Completed|Finished) [0-9]+ requests$/;

/** What ab prints with `-k`, even when no connection could be kept. */
const KEPT_LINE = /^Keep-Alive requests:/;

/** Who names a log so means the test of kept connections, even where the client was told to keep none. */
const SESSION_FILE = /nginx[-_.]?sess(?![a-z])/i;

const VERBOSE = /^(?:LOG: |INFO: |Benchmarking .*INFO: )/;

function kindOf(keep: boolean): LogKind {
  const test = keep ? 'sess' : 'conn';
  return {
    scenario: `nginx-${test}`,
    title: keep ? 'nginx, connections kept' : 'nginx, a connection per request',
    workload: 'nginx',
    app: 'nginx',
    client: keep ? 'ab -k' : 'ab',
    metrics: [
      {
        name: `throughput.${test}`,
        unit: 'req/s',
        direction: 'higher',
        title: keep ? 'Throughput with kept connections' : 'Throughput with a connection per request',
      },
    ],
    rules: abRules,
  };
}

// Compared by identity, so there is one of each.
const CONN = kindOf(false);
const SESS = kindOf(true);

const begins = (line: Foreign): boolean => says(line, START) || says(line, DEATH) || isShellDeath(line);

/**
 * Logs of ab, with kept connections or without, also mixed. Percentiles are not read: the printed table has whole
 * milliseconds only, too coarse to compare by.
 */
export const abLog: LogClient = {
  owns: (line) => says(line, START),
  dies: (line) => says(line, DEATH),
  runs: ({ path, lines }) => ({ runs: cutAt(lines, begins).map((own) => runOf(path, own)), leftOut: [] }),
};

function runOf(path: string, all: readonly NumberedLine[]): LogRun {
  const lines = all.filter(({ text }) => !says(text, PROGRESS));
  const kept =
    lines.some(({ text }) => says(text, KEPT_LINE)) || SESSION_FILE.test(path.split('/').at(-1) ?? '');
  // A run that died before its totals may have been of either kind.
  const complete = lines.some(({ text }) => says(text, /^Total transferred:/));
  const kind = kept ? SESS : CONN;
  return {
    kinds: complete ? [kind] : [CONN, SESS],
    lines: all,
    read: () => read({ client: kind.client, file: path, lines }, kept),
  };
}

function read(printed: PrintedText, kept: boolean): ReadEntry {
  const { client, file = '', lines } = printed;
  const [first] = lines;
  if (first !== undefined && !says(first.text, START)) throw clientDeath(file, client, first);
  if (says(first?.text, /^ /)) {
    throw unfitOutput(printed, 'a page of HTML', 'plain lines: it was used with -w');
  }
  const verbose = lines.find(({ text }) => says(text, VERBOSE));
  if (verbose !== undefined) {
    const about = { ...printed, lines: [verbose] };
    throw unfitOutput(about, verbose.text, 'results only: it was used with -v 2 or more');
  }
  const found = readAb(printed);
  // A server may close a kept connection after a number of requests, so not every request need be on a kept one; of a server that
  // kept none the rate is one of another test, which its settings say.
  const anyKept = found.has('kept') && numberOf(printed, found, 'kept') > 0;
  const settings = { ...abSettings(printed, found), ...(kept ? { [KEPT]: anyKept ? 'yes' : 'no' } : {}) };
  let rate: number;
  try {
    rate = rateOf(found, printed);
  } catch (failure) {
    if (!(failure instanceof BenchError)) throw failure;
    return { values: {}, settings, failure };
  }
  const [requests, clients, pageBytes, body] = ['complete', 'clients', 'length', 'body'].map((field) =>
    numberOf(printed, found, field),
  ) as [number, number, number, number];
  // A time limit, or connections that are kept, end a test amid other requests, whose bytes are counted already.
  const [least, most] = [requests * pageBytes, (requests + clients) * pageBytes];
  if (!found.has('variable') && !(body >= least && body <= most)) {
    throw unfitOutput(printed, `HTML transferred: ${body} bytes`, `${least}, one page for each request`);
  }
  const test = kept ? 'sess' : 'conn';
  return { values: { [`throughput.${test}`]: rate }, settings };
}
