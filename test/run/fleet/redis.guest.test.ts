// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { attemptError } from '../../../harness/core/errors.js';
import { redisAddress } from '../../../harness/queue/redis/address.js';
import { RedisQueue } from '../../../harness/queue/redis/redis.js';
import { type Script, scriptedHost } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';
import { withRedis } from '../../support/redis-server.js';
import { inTemp } from '../../support/temp.js';
import { setTimeout as sleep } from 'node:timers/promises';

const NAMES = ['one', 'two'];

describe('a run on several hosts with a queue in Redis', function () {
  this.timeout(120_000);

  it('makes every step once, although the server ends in the middle and forgets everything', () =>
    inTemp((dir) =>
      withRedis(dir, [], (server) =>
        withScriptedRun({ boots: 10, hosts: NAMES }, async ({ plan, make, records }) => {
          const count = { boots: 0 };
          const restarted: Promise<void>[] = [];
          const script: Script = async () => {
            count.boots += 1;
            if (count.boots === 7) restarted.push(restart());
            await sleep(20);
            return {};
          };
          const restart = async (): Promise<void> => {
            await server.stop();
            await sleep(300);
            await server.start();
          };
          const notes: string[] = [];
          const queue = await RedisQueue.open({
            ...{ address: redisAddress(`redis://127.0.0.1:${server.port}`), run: 'a-run' },
            onNote: (text) => void notes.push(text),
          });
          const hosts = NAMES.map((name) => scriptedHost(script, { name, slots: 1 }));
          const [host = scriptedHost()] = hosts;
          await make({ host, fleet: { hosts, queue } });
          await Promise.all(restarted);
          await queue.close();
          assert.equal((await records()).size, plan.steps.length);
          assert.equal(count.boots, plan.steps.length, 'nothing was made twice');
          assert.match(notes.join('\n'), /is gone: waiting[^]*is back/);
        }),
      ),
    ));

  it('waits for a host that somebody else has', () =>
    inTemp((dir) =>
      withRedis(join(dir), [], (server) =>
        withScriptedRun({ boots: 2, hosts: ['one'] }, async ({ plan, make, records }) => {
          const queue = await RedisQueue.open({
            ...{ address: redisAddress(`redis://127.0.0.1:${server.port}`), run: 'a-run' },
            onNote: () => undefined,
          });
          let held = 2;
          const taken = attemptError('LEASE_HELD', 'somebody measures there.', 'Wait for them.');
          const host = scriptedHost(undefined, {
            name: 'one',
            replace: {
              alone: ({ signal }, work) => {
                held -= 1;
                return held >= 0 ? Promise.reject(taken) : work(signal, []);
              },
            },
          });
          await make({ host, fleet: { hosts: [host], queue } });
          await queue.close();
          assert.equal((await records()).size, plan.steps.length);
        }),
      ),
    ));
});
