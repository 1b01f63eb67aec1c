// SPDX-License-Identifier: Apache-2.0
import { countOf, rateOf, readAb } from '../workload/ab.js';
import { unexpectedOutput } from '../workload/client.js';
import { splitAt } from './split.js';
import type { LogKind, ReadEntry } from './types.js';

/** First words of every run. */
export const AB_START = 'This is ApacheBench';

/** What ab prints with `-k`, even when no connection could be kept. */
export const AB_KEPT = /^Keep-Alive requests: /m;

/** ab writes its progress to standard error; a log that caught both streams has it among the results. */
const PROGRESS = /^(?:Completed|Finished) [0-9]+ requests\n/gm;

/**
 * Logs of ab, with kept connections or without. Percentiles are not read: the printed table has whole milliseconds only,
 * too coarse to compare by.
 */
export function abLog(keep: boolean): LogKind {
  const name = keep ? 'ab -k' : 'ab';
  const test = keep ? 'sess' : 'conn';
  return {
    scenario: `nginx-${test}`,
    title: keep ? 'nginx, connections kept' : 'nginx, a connection per request',
    workload: 'nginx',
    app: 'nginx',
    client: name,
    metrics: [
      {
        name: `throughput.${test}`,
        unit: 'req/s',
        direction: 'higher',
        title: keep ? 'Throughput with kept connections' : 'Throughput with a connection per request',
      },
    ],
    split: (text) => splitAt(text, (line) => line.startsWith(AB_START)),
    read: (text) => read(text, name, test, keep),
  };
}

function read(text: string, name: string, test: string, keep: boolean): ReadEntry {
  const found = readAb(text.replaceAll(PROGRESS, ''), name);
  const [requests, clients, pageBytes] = ['complete', 'clients', 'length'].map((field) =>
    countOf(found, field),
  ) as [number, number, number];
  const rate = rateOf(found, name, requests);
  if (countOf(found, 'body') !== requests * pageBytes) {
    throw unexpectedOutput(
      name,
      `HTML transferred: ${found['body'] ?? ''} bytes`,
      'one page for each request',
    );
  }
  // A server may close a kept connection after a number of requests, so not every request need be on a kept one.
  if (countOf(found, 'kept') > 0 !== keep) {
    throw unexpectedOutput(
      name,
      `Keep-Alive requests: ${found['kept'] ?? 'no such line'}`,
      keep ? 'kept connections' : 'none',
    );
  }
  return {
    values: { [`throughput.${test}`]: rate },
    settings: { requests, clients, 'bytes of the page': pageBytes },
  };
}
