// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { AB_KEPT, AB_START, abLog } from './ab-log.js';
import { REDIS_LINE, redisLog } from './redis-log.js';
import type { LogKind } from './types.js';
import { WRK_START } from '../workload/wrk.js';
import { wrkLog } from './wrk-log.js';

/**
 * Tells by its first line which client wrote a log.
 * @param path for the message.
 * @throws BenchError (exit 2) `LOG_EMPTY` or `LOG_UNKNOWN` with file and line.
 */
export function recognise(text: string, path: string): LogKind {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const at = lines.findIndex((line) => line !== '');
  const first = lines[at];
  if (first === undefined) throw usageError('LOG_EMPTY', `${path} is empty.`, 'Leave it out.');
  if (first.startsWith(AB_START)) return abLog(AB_KEPT.test(text));
  if (REDIS_LINE.test(first)) return redisLog;
  if (WRK_START.test(first)) return wrkLog;
  throw usageError(
    'LOG_UNKNOWN',
    `${path}:${at + 1}: "${first.slice(0, 80)}" is not how a log begins that can be read.`,
    'Give the output of `redis-benchmark --csv -t get,set`, ab or wrk, one run after the other and nothing else.',
  );
}
