// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { LocalQueue } from '../../harness/queue/local.js';

/** What scheduling cost. */
export interface Scheduled {
  /** Blocks that were made. */
  made: number;
  /** CPU time of this process for ten thousand blocks, s. */
  secondsPer10k: number;
  /** What the heap grew by between the first tenth and the end, MiB; below zero when it shrank. */
  grownMib: number;
}

/** Schedules blocks on hosts that take no time; every hundredth block fails once. */
export async function schedule(hosts: number, blocks: number): Promise<Scheduled> {
  const queue = new LocalQueue();
  await queue.add(Array.from({ length: blocks }, (_, index) => ({ id: `${index}` })));
  const signal = new AbortController().signal;
  let made = 0;
  let first = 0;
  const heap = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const work = async (name: string): Promise<void> => {
    for (let taken = await queue.take(name, signal); taken; taken = await queue.take(name, signal)) {
      await queue.extend(taken);
      if (taken.attempt === 1 && Number(taken.id) % 100 === 7) {
        await queue.fail(taken, 'no');
        continue;
      }
      await queue.complete(taken);
      made += 1;
      if (made === Math.floor(blocks / 10)) first = heap();
      if (made % 64 === 0) await setImmediate();
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: hosts }, (_, index) => work(`host-${index}`)));
  const { user, system } = process.cpuUsage(before);
  const secondsPer10k = ((user + system) / 1e6 / blocks) * 10_000;
  return { made, secondsPer10k, grownMib: (heap() - first) / 2 ** 20 };
}
