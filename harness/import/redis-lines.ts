// SPDX-License-Identifier: Apache-2.0
import { type Foreign, partsOf, says } from '../core/foreign.js';
import { wholeNumber } from '../core/numbers.js';
import { type RedisRow, REDIS_HEAD, redisRow } from '../workload/redis-benchmark.js';
import { isShellDeath } from './death.js';

/** A line of `redis-benchmark --csv` with what it means. */
export type RedisLine =
  | { is: 'head' }
  | { is: 'row'; row: RedisRow }
  /** Printed before the head, and harmless. */
  | { is: 'before'; masters?: number; connectionsClosed?: true; noConfig?: true }
  /** The client ends behind it. */
  | { is: 'death' }
  | { is: 'unknown' };

const WARNING = /^(?:WARN|WARNING|Warning): /;
const CLOSED = /^WARNING: keepalive disabled/i;
const MASTERS = /^Cluster has ([0-9]{1,4}) master nodes:$/;
const MASTER = /^Master [0-9]+: \S/;
/** A server may forbid the command by which the client asks for its settings; the tests are made all the same. */
const NO_CONFIG = /^ERROR: failed to fetch (?:reply|CONFIG) from /;
const DEATH =
  /^(?:Error: |Error from server|Error writing to the server|Could not (?:connect to Redis|negotiate)|All clients disconnected|Unexpected error reply|(?:Cluster node|Node) \S+ replied with error:$|(?:ERR|NOAUTH|WRONGPASS|NOPERM|LOADING|MISCONF|OOM|DENIED|CLUSTERDOWN|READONLY) |Failed to fetch cluster|Invalid (?:cluster|CLUSTER|option))/;

/** What a line means. */
export function redisLine(line: Foreign): RedisLine {
  if (says(line, REDIS_HEAD)) return { is: 'head' };
  const row = redisRow(line);
  if (row !== undefined) return { is: 'row', row };
  const masters = wholeNumber(partsOf(line, MASTERS)?.[1]);
  if (masters !== undefined) return { is: 'before', masters };
  if (says(line, CLOSED)) return { is: 'before', connectionsClosed: true };
  if (says(line, /^WARN(?:ING)?: Could not fetch (?:server|node) CONFIG/i))
    return { is: 'before', noConfig: true };
  if ([WARNING, MASTER, NO_CONFIG].some((pattern) => says(line, pattern))) return { is: 'before' };
  return { is: says(line, DEATH) || isShellDeath(line) ? 'death' : 'unknown' };
}

/** True for a line that no other client prints. */
export function isRedis(line: Foreign): boolean {
  return says(line, /^"[^"]{1,200}",(?:"|$)/) || says(line, MASTERS);
}

/** True for a line with which this client ends, and no other. */
export function isRedisDeath(line: Foreign): boolean {
  return says(line, DEATH) || says(line, NO_CONFIG);
}

/** True for the head of a test in the output for people, with `-q` or without. */
export function isForPeople(line: Foreign): boolean {
  return (
    says(line, /^ *====== .{1,200} ======$/) || says(line, /^ *[A-Z]\S.{0,200}: [0-9.]+ requests per second/)
  );
}
