// SPDX-License-Identifier: Apache-2.0
import { type BenchError, usageError } from '../core/errors.js';
import { isBlank, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { NumberedLine } from '../workload/printed-text.js';
import { abLog } from './ab-log.js';
import { linesOf } from './lines.js';
import { isForPeople } from './redis-lines.js';
import { redisLog } from './redis-log.js';
import { readSession } from './session.js';
import type { ClientRuns, LogClient, LogFile } from './types.js';
import { wrkLog } from './wrk-log.js';

const CLIENTS: readonly LogClient[] = [redisLog, abLog, wrkLog];

/**
 * The runs of all clients in a log, in order.
 * @throws BenchError (exit 2) `LOG_EMPTY`, or `LOG_UNKNOWN` with file and line, when there is none.
 */
export function readLog({ path, text }: Pick<LogFile, 'path' | 'text'>): ClientRuns {
  const { lines, commands } = readSession(linesOf(text));
  const parts = partsOf(lines);
  if (parts.length === 0) throw unknownLog(lines, path);
  const read = parts.map(({ client, lines: own }) => client.runs({ path, lines: own, commands }));
  return {
    runs: read.flatMap(({ runs }) => runs),
    leftOut: [...new Set(read.flatMap(({ leftOut }) => leftOut))],
  };
}

/** Pieces of a log by the client that wrote them; what stands before the first goes with it. */
function partsOf(lines: readonly NumberedLine[]): { client: LogClient; lines: NumberedLine[] }[] {
  const parts: { client: LogClient; lines: NumberedLine[] }[] = [];
  const early: NumberedLine[] = [];
  for (const line of lines) {
    const current = parts.at(-1);
    const owner =
      CLIENTS.find((client) => client.owns(line.text)) ??
      (current === undefined ? CLIENTS.find((client) => client.dies(line.text)) : undefined);
    if (owner !== undefined && owner !== current?.client) {
      parts.push({ client: owner, lines: current === undefined ? [...early, line] : [line] });
    } else (current?.lines ?? early).push(line);
  }
  return parts;
}

function unknownLog(lines: readonly NumberedLine[], path: string): BenchError {
  const first = lines.find(({ text }) => !isBlank(text));
  if (first === undefined) {
    return usageError('LOG_EMPTY', `${path} has no output of a client: it is empty.`, 'Leave it out.');
  }
  const people = lines.find(({ text }) => isForPeople(text));
  if (people !== undefined) {
    return usageError(
      'LOG_UNKNOWN',
      `${path}:${people.number}: redis-benchmark printed a report for people here, which is not read.`,
      'Run it with --csv.',
    );
  }
  return usageError(
    'LOG_UNKNOWN',
    `${path}:${first.number}: "${printable(trimmed(first.text), 80)}" is not how a log begins that can be read.`,
    'Give the output of `redis-benchmark --csv`, ab or wrk, one run after the other.',
  );
}
