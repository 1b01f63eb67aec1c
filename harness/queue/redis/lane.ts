// SPDX-License-Identifier: Apache-2.0
import type { Queue, Worker } from 'bullmq';
import { TRIES } from '../types.js';
import type { RedisAddress } from './address.js';
import { connectionOptions } from './connection.js';

/** A line of blocks that the same hosts may make. */
export interface Lane {
  queue: Queue;
  worker: Worker;
}

/** How a lane is opened. */
export interface LaneOptions {
  address: RedisAddress;
  /** Its name, of all lanes on the server. */
  name: string;
  lockMs?: number | undefined;
  /** Called when the server goes away. */
  gone: () => void;
}

/** Time that a coordinator may be silent before its blocks are taken from it, ms. */
export const LOCK_MS = 30_000;

/** Blocks that are put into a queue by one command. */
const AT_ONCE = 1000;

/** Puts blocks into a queue, each as the job of this name; one that is there is left as it is. */
export async function putInto(queue: Queue, blocks: readonly { id: string; job: string }[]): Promise<void> {
  for (let from = 0; from < blocks.length; from += AT_ONCE) {
    const some = blocks.slice(from, from + AT_ONCE);
    await queue.addBulk(some.map(({ id, job }) => ({ name: 'block', data: { id }, opts: { jobId: job } })));
  }
}

/** Opens a queue of BullMQ, and what takes from it. */
export async function openLane({ address, name, lockMs = LOCK_MS, gone }: LaneOptions): Promise<Lane> {
  // Loaded where somebody wants it: every command would begin later.
  const { Queue: BullQueue, Worker: BullWorker } = await import('bullmq');
  const shared = { connection: connectionOptions(address), prefix: 'lupine-bench' };
  const backoff = { type: 'exponential', delay: 500 };
  const queue = new BullQueue(name, {
    ...shared,
    defaultJobOptions: { attempts: TRIES, backoff, removeOnComplete: true, removeOnFail: true },
  });
  const worker = new BullWorker(name, null, {
    ...{ ...shared, autorun: false, lockDuration: lockMs, stalledInterval: Math.ceil(lockMs / 2) },
    // A coordinator may die more than once.
    maxStalledCount: 1000,
  });
  queue.on('error', gone);
  queue.on('ioredis:close', gone);
  worker.on('error', gone);
  await worker.startStalledCheckTimer();
  return { queue, worker };
}

/** The block that a job is of. Whoever else writes to the server may have made it: what is no block of the run is dropped. */
export function idIn(data: unknown): string {
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined;
  return typeof id === 'string' ? id : '';
}
