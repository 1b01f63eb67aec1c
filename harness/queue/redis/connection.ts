// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { BenchError, EXIT } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { reasonOf } from '../../core/reason.js';
import type { RedisAddress } from './address.js';

/** Longest time for the first answer of a server, ms. */
const FIRST_MS = 10_000;

/** Longest time between two tries to reach a server that was there, ms. */
const AGAIN_MS = 2_000;

/** How a client reaches a server. */
export interface ConnectionOptions {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls?: { servername?: string };
  connectTimeout: number;
  maxRetriesPerRequest: number | null;
  /** Pause before another try, ms; null for none. */
  retryStrategy: (times: number) => number | null;
}

/** How a server is reached. A command waits for a server that went away, for as long as that takes. */
export function connectionOptions({
  host,
  port,
  db,
  username,
  password,
  tls,
}: RedisAddress): ConnectionOptions {
  return {
    ...{ host, port, db, maxRetriesPerRequest: null, connectTimeout: FIRST_MS },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    // A number is no name that a server could be told.
    ...(tls ? { tls: isIP(host) === 0 ? { servername: host } : {} } : {}),
    retryStrategy: (times) => Math.min(AGAIN_MS, 100 * times),
  };
}

/**
 * Asks a server once, so that a wrong address or password is said at once.
 * @throws BenchError `QUEUE_UNREACHED`, `QUEUE_REFUSED` (exit 3).
 */
export async function requireServer(address: RedisAddress): Promise<void> {
  const { Redis } = await import('ioredis');
  const options = { ...connectionOptions(address), lazyConnect: true, maxRetriesPerRequest: 0 };
  const client = new Redis({ ...options, retryStrategy: () => null });
  let last: unknown;
  client.on('error', (error: unknown) => {
    last ??= error;
  });
  // A server that takes connections and says nothing is none.
  const late = setTimeout(() => {
    last ??= new Error(`it said nothing for ${FIRST_MS / 1000} s`);
    client.disconnect();
  }, FIRST_MS);
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw refused(address, last ?? error);
  } finally {
    clearTimeout(late);
    client.disconnect();
  }
}

/** What a server says is looked through for this long, characters. */
const LONGEST_WORDS = 10_000;

function refused({ shown, password }: RedisAddress, error: unknown): BenchError {
  // Before it is cut, which would leave a part of it; as it is, and as it is printed.
  const words = withoutSecret(reasonOf(error, LONGEST_WORDS), password);
  const said = withoutSecret(words, printable(password ?? '')).slice(0, 200);
  const rights = /WRONGPASS|NOAUTH|NOPERM|AUTH/i.test(said);
  return new BenchError({
    code: rights ? 'QUEUE_REFUSED' : 'QUEUE_UNREACHED',
    message: `the queue ${shown} ${rights ? 'does not let you in' : 'cannot be reached'}: ${said}.`,
    next: rights
      ? 'Look at its user and password.'
      : 'Start the server, or look at address, port and certificate (NODE_EXTRA_CA_CERTS for an authority of your own).',
    exit: EXIT.couldNotMeasure,
    scope: 'run',
  });
}

/** A server may repeat what it was told. */
function withoutSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret === '' ? text : text.replaceAll(secret, '***');
}
