// SPDX-License-Identifier: Apache-2.0
import { redisAddress } from '../../../harness/queue/redis/address.js';
import { RedisQueue } from '../../../harness/queue/redis/redis.js';

// Takes one block through a queue, and says what became of it: a process of its own, because authorities of TLS are read when one begins.

try {
  const address = redisAddress(process.argv[2] ?? '', process.env['LUPINE_BENCH_REDIS_PASSWORD']);
  const queue = await RedisQueue.open({ address, run: 'a-run', onNote: () => undefined });
  await queue.add([{ id: 'a' }]);
  const taken = await queue.take('one', new AbortController().signal);
  if (taken !== undefined) await queue.complete(taken);
  await queue.close();
  process.stdout.write(`${address.shown} ${JSON.stringify(await queue.counts())}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'failed'}\n`);
}
process.exit();
