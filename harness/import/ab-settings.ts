// SPDX-License-Identifier: Apache-2.0
import { type PrintedFields, numberOf } from '../workload/printed-lines.js';
import type { PrintedText } from '../workload/printed-text.js';
import { printable } from '../core/printable.js';
import { near, valueOf } from './settings.js';
import type { SettingRule, Settings } from './types.js';

const REQUESTS = 'requests';
/** As `harness/comparison/` calls it; said in the test of kept connections only. */
export const KEPT = 'kept connections';
const TAKEN = 'seconds taken';
const ANSWER = 'bytes of an answer';
const SENT = 'bytes sent for a request';

/** Requests at which ab ends with a time limit (`-t`), whichever comes first, unless told otherwise behind it. */
const REQUESTS_OF_A_LIMIT = 50_000;

/** Seconds that a run took; infinity where that is not known. */
function takenBy(settings: Settings): number {
  const taken = valueOf(settings, TAKEN);
  return typeof taken === 'number' ? taken : Number.POSITIVE_INFINITY;
}

/**
 * The time limit that a run seems to have ended at, s: it took just over a whole number of them. ab looks at the clock
 * whenever anything happens.
 */
function limitOf(settings: Settings): number | undefined {
  const taken = takenBy(settings);
  const limit = Math.floor(taken);
  return limit >= 1 && taken - limit <= Math.max(0.1, limit * 0.02) ? limit : undefined;
}

/** As many requests; or as many as the same time allowed, or the default number before a time was over. */
const sameWork: SettingRule = {
  alike: (one, other) => {
    if (valueOf(one, REQUESTS) === valueOf(other, REQUESTS)) return true;
    const [left, right] = [limitOf(one), limitOf(other)];
    if (left !== undefined && left === right) return true;
    return endedEarly(one, right) || endedEarly(other, left);
  },
};

function endedEarly(settings: Settings, limit: number | undefined): boolean {
  return (
    limit !== undefined && valueOf(settings, REQUESTS) === REQUESTS_OF_A_LIMIT && takenBy(settings) <= limit
  );
}

/** When two runs of ab were made alike; the other settings must be equal. */
export const abRules: ReadonlyMap<string, SettingRule> = new Map([
  [REQUESTS, sameWork],
  [TAKEN, { alike: () => true, hidden: true }],
  // Pages of any length (-l) are compared by their mean.
  [ANSWER, near(ANSWER, { factor: 1.05, plus: 256 })],
  // With the head, which has the name of the host in it.
  [SENT, near(SENT, { factor: 1.05, plus: 256 })],
]);

/**
 * How a run of ab was made, as far as it says.
 * @throws BenchError `CLIENT_OUTPUT` (exit 3) for a number that is too long.
 */
export function abSettings(printed: PrintedText, found: PrintedFields): Settings {
  const count = (field: string): number => numberOf(printed, found, field);
  const requests = count('complete');
  const variable = found.has('variable');
  const tls = found.get('tls');
  return {
    [REQUESTS]: requests,
    clients: count('clients'),
    'bytes of the page': variable ? 'variable' : count('length'),
    [TAKEN]: count('seconds'),
    ...(variable ? { [ANSWER]: Math.round(count('body') / requests) } : {}),
    ...(tls === undefined ? {} : { 'TLS versions': printable(tls, 100) }),
    ...(found.has('proxy') ? { proxies: 'yes' } : {}),
    ...(found.has('sent') ? { 'bodies sent': 'yes', [SENT]: Math.round(count('sent') / requests) } : {}),
  };
}
