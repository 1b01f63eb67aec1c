// SPDX-License-Identifier: Apache-2.0
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
export function redisLine(line: string): RedisLine {
  if (line === REDIS_HEAD) return { is: 'head' };
  const row = redisRow(line);
  if (row !== undefined) return { is: 'row', row };
  const masters = MASTERS.exec(line)?.[1];
  if (masters !== undefined) return { is: 'before', masters: Number(masters) };
  if (CLOSED.test(line)) return { is: 'before', connectionsClosed: true };
  if (/^WARN(?:ING)?: Could not fetch (?:server|node) CONFIG/i.test(line))
    return { is: 'before', noConfig: true };
  if (WARNING.test(line) || MASTER.test(line) || NO_CONFIG.test(line)) return { is: 'before' };
  return { is: DEATH.test(line) || isShellDeath(line) ? 'death' : 'unknown' };
}

/** True for a line that no other client prints. */
export function isRedis(line: string): boolean {
  return /^"[^"]{1,200}",(?:"|$)/.test(line) || MASTERS.test(line);
}

/** True for a line with which this client ends, and no other. */
export function isRedisDeath(line: string): boolean {
  return DEATH.test(line) || NO_CONFIG.test(line);
}

/** True for the head of a test in the output for people, with `-q` or without. */
export function isForPeople(line: string): boolean {
  return (
    /^ *====== .{1,200} ======$/.test(line) || /^ *[A-Z]\S.{0,200}: [0-9.]+ requests per second/.test(line)
  );
}
