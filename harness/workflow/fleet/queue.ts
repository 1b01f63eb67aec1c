// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import { digestOf } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { PASSWORD_VARIABLE, redisAddress } from '../../queue/redis/address.js';
import type { CellQueue } from '../../queue/types.js';
import type { RunFolder } from '../../run/folder.js';
import type { Session } from '../session.js';

/**
 * Works with the queue that the user names, or with none of their own.
 * @param address as it was given; its password, or that of the environment, is shown nowhere.
 * @throws BenchError `QUEUE_ADDRESS` (exit 2), `QUEUE_UNREACHED`, `QUEUE_REFUSED` (exit 3); what the work throws.
 */
export async function withQueue<T>(
  address: string | undefined,
  folder: RunFolder,
  { progress }: Session,
  work: (queue: CellQueue | undefined) => Promise<T>,
): Promise<T> {
  if (address === undefined) return await work(undefined);
  const where = redisAddress(address, ownValue(process.env, PASSWORD_VARIABLE));
  const { RedisQueue } = await import('../../queue/redis/redis.js');
  const run = digestOf([hostname(), folder.dir, await folder.planDigest()]).slice(0, 24);
  const onNote = (text: string): void => {
    progress.note(text);
  };
  const queue = await RedisQueue.open({ address: where, run, onNote });
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}
