// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../../core/errors.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';

/** Variable of the environment that has the password where the address has none: what a command line says others can read. */
export const PASSWORD_VARIABLE = 'LUPINE_BENCH_REDIS_PASSWORD';

/** Where a Redis server is. */
export interface RedisAddress {
  host: string;
  port: number;
  /** Number of the database. */
  db: number;
  username?: string | undefined;
  password?: string | undefined;
  /** True for `rediss:`. */
  tls: boolean;
  /** The address without its password, for messages. */
  shown: string;
}

/**
 * Reads `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS.
 * @param password used where the address has none.
 * @throws BenchError `QUEUE_ADDRESS` (exit 2); its message does not repeat a password.
 */
export function redisAddress(text: string, password?: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const db = /^\/?(\d{1,3})?$/.exec(url?.pathname ?? '?');
  const known = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  if (url === undefined || !known || url.hostname === '' || db === null || url.search + url.hash !== '')
    throw unreadable();
  const own = decoded(url.password) || password;
  const user = decoded(url.username);
  const named = user === '' ? '' : printable(user, 60);
  const who = own === undefined || own === '' ? named : `${named}:***`;
  const port = wholeNumber(url.port, 1, 65_535) ?? 6379;
  const place = `${url.hostname}:${port}${db[1] === undefined ? '' : `/${db[1]}`}`;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...{ port, db: wholeNumber(db[1] ?? '', 0, 999) ?? 0, tls: url.protocol === 'rediss:' },
    ...(user === '' ? {} : { username: user }),
    ...(own === undefined || own === '' ? {} : { password: own }),
    shown: `${url.protocol}//${who === '' ? '' : `${who}@`}${place}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable();
  }
}

function unreadable(): Error {
  return usageError(
    'QUEUE_ADDRESS',
    'the address of the queue cannot be read.',
    `Write redis://host:6379 or rediss://user@host:6380/0, and the password into ${PASSWORD_VARIABLE}.`,
  );
}
