// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '../../../harness/core/errors.js';
import { redisAddress } from '../../../harness/queue/redis/address.js';
import { RedisQueue, type RedisQueueOptions } from '../../../harness/queue/redis/redis.js';
import { failsWith } from '../../support/errors.js';
import { type RedisServer, withRedis } from '../../support/redis-server.js';
import { inTemp } from '../../support/temp.js';
import { queueContract } from '../contract.js';

const never = new AbortController().signal;
let runs = 0;

type Parts = Partial<RedisQueueOptions> & { settings?: readonly string[]; url?: (port: number) => string };

/** Runs a test with a server, and how a queue of one run on it is opened. */
async function withQueue(
  { settings = [], url = (port) => `redis://127.0.0.1:${port}`, ...parts }: Parts,
  test: (open: () => Promise<RedisQueue>, server: RedisServer) => Promise<void>,
): Promise<void> {
  await inTemp((dir) =>
    withRedis(dir, settings, async (server) => {
      runs += 1;
      const options = {
        address: redisAddress(url(server.port)),
        run: `run-${runs}`,
        onNote: () => undefined,
      };
      const opened: RedisQueue[] = [];
      const open = async (): Promise<RedisQueue> => {
        const queue = await RedisQueue.open({ ...options, ...parts });
        opened.push(queue);
        return queue;
      };
      try {
        await test(open, server);
      } finally {
        for (const queue of opened) await Promise.race([queue.close(), sleep(3000)]);
      }
    }),
  );
}

describe('a queue in Redis', function () {
  this.timeout(60_000);

  queueContract((test) => withQueue({}, async (open) => test(await open())));

  it('gives another process of the run what a dead one had, and nothing that was made', () =>
    withQueue({ lockMs: 1000 }, async (open) => {
      const first = await open();
      await first.add([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
      const made = await first.take('one', never);
      assert.ok(made);
      await first.complete(made);
      // Held by a process that says no more.
      assert.equal((await first.take('one', never))?.id, 'b');
      const second = await open();
      await second.add([{ id: 'b' }, { id: 'c' }]);
      const got: string[] = [];
      for (let taken = await second.take('two', never); taken; taken = await second.take('two', never)) {
        got.push(taken.id);
        await second.complete(taken);
      }
      assert.deepEqual(got.sort(), ['b', 'c']);
    }));

  it('keeps what is still being made, however long that takes', () =>
    withQueue({ lockMs: 600 }, async (open) => {
      const queue = await open();
      await queue.add([{ id: 'a' }]);
      const taken = await queue.take('one', never);
      assert.ok(taken);
      for (let turn = 0; turn < 10; turn += 1) {
        await queue.extend(taken);
        await sleep(200);
      }
      await queue.complete(taken);
      assert.deepEqual(await queue.counts(), { waiting: 0, active: 0, done: 1, over: 0 });
    }));

  it('waits for a server that is gone, says so, and loses and doubles nothing when it comes back with nothing', () => {
    const notes: string[] = [];
    return withQueue({ onNote: (text) => void notes.push(text) }, async (open, server) => {
      const queue = await open();
      await queue.add(['a', 'b', 'c', 'd'].map((id) => ({ id })));
      const got: string[] = [];
      const held = await queue.take('one', never);
      assert.ok(held);
      await server.stop();
      const completed = queue.complete(held);
      await sleep(500);
      assert.match(notes.join('\n'), /redis:\/\/127\.0\.0\.1:\d+ is gone: waiting/);
      await server.start();
      await completed;
      got.push(held.id);
      for (let taken = await queue.take('two', never); taken; taken = await queue.take('two', never)) {
        got.push(taken.id);
        await queue.complete(taken);
      }
      assert.deepEqual(got.sort(), ['a', 'b', 'c', 'd']);
      assert.match(notes.join('\n'), /is back/);
      assert.deepEqual(await queue.counts(), { waiting: 0, active: 0, done: 4, over: 0 });
    });
  });

  it('takes a password, and never says it', () =>
    withQueue(
      { settings: ['requirepass s3cret-word'], url: (port) => `redis://:s3cret-word@127.0.0.1:${port}` },
      async (open, { port }) => {
        const queue = await open();
        await queue.add([{ id: 'a' }]);
        assert.equal((await queue.take('one', never))?.id, 'a');
        const wrong = {
          address: redisAddress(`redis://127.0.0.1:${port}`, 'wr0ng-word'),
          run: 'x',
          onNote: () => undefined,
        };
        const error = await RedisQueue.open(wrong).then(() => undefined, (caught: unknown) => caught as Error); // prettier-ignore
        assert.ok(error);
        assert.ok(!/wr0ng-word|s3cret-word/.test(`${error.message} ${error.stack ?? ''}`), error.message);
        await failsWith(
          RedisQueue.open(wrong),
          'QUEUE_REFUSED',
          EXIT.couldNotMeasure,
          /redis:\/\/:\*\*\*@127/,
        );
      },
    ));

  it('says at once that no server is there', () =>
    failsWith(
      RedisQueue.open({ address: redisAddress('redis://127.0.0.1:1'), run: 'x', onNote: () => undefined }),
      'QUEUE_UNREACHED',
      EXIT.couldNotMeasure,
    ));

  it('drops jobs that are of no block of the run, whatever is in them', () =>
    withQueue({}, async (open, { port }) => {
      const queue = await open();
      await queue.add([{ id: 'a' }]);
      const { Queue } = await import('bullmq');
      const other = new Queue(`run-${runs}`, {
        connection: { host: '127.0.0.1', port },
        prefix: 'lupine-bench',
      });
      for (const data of [null, 1, {}, { id: 7 }, { id: '../x' }, { id: 'a' }])
        await other.add('block', data);
      await other.close();
      const got: string[] = [];
      for (let taken = await queue.take('one', never); taken; taken = await queue.take('one', never)) {
        got.push(taken.id);
        await queue.complete(taken);
      }
      assert.deepEqual(got, ['a']);
    }));
});
