// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beat, leaseOf, release, take } from '../../harness/remote/lease/calls.js';
import { withLease } from '../../harness/remote/lease/lease.js';
import type { Grant, LeaseOptions } from '../../harness/remote/lease/types.js';
import type { RemoteShell } from '../../harness/remote/types.js';
import { failsWith } from '../support/errors.js';
import { posixShells } from '../support/posix-shells.js';
import { inTemp } from '../support/temp.js';

const TTL = { ttlMs: 60_000, force: false };

async function granted(
  shell: RemoteShell,
  owner: string,
  options: Parameters<typeof take>[2],
): Promise<Grant> {
  const answer = await take(shell, owner, options);
  assert.ok('token' in answer, JSON.stringify(answer));
  return answer;
}

for (const { name, host } of posixShells())
  describe(`the lease of a host with ${name}`, () => {
    const onHost = async (
      test: (shell: RemoteShell, options: { state: string; ttlMs: number }) => Promise<void>,
    ): Promise<void> =>
      await inTemp(async (dir) => {
        await test(await host(dir), { state: join(dir, 'the state', 'lease'), ttlMs: 60_000 });
      });

    it('is taken, given back and taken again', async () => {
      await onHost(async (shell, options) => {
        const seen: unknown[] = [];
        for (let round = 0; round < 3; round += 1)
          await withLease(shell, 'anna', options, (_, lease) => {
            seen.push([lease.number, lease.before, lease.holds()]);
            return Promise.resolve();
          });
        assert.deepEqual(seen, [
          [1, 'none', true],
          [2, 'released', true],
          [3, 'released', true],
        ]);
        assert.equal(await leaseOf(shell, options.state), undefined);
      });
    });
    it('is refused while somebody has it, with who, since when and until when', async () => {
      await onHost(async (shell, options) => {
        await withLease(shell, 'anna@lab', options, async () => {
          const other = withLease(shell, 'ben', options, () => Promise.resolve());
          await failsWith(
            other,
            'LEASE_HELD',
            3,
            /^anna@lab measures on \w+ since \d+ s, and has it for another (?:[45]\d|60) s/,
          );
          assert.equal((await leaseOf(shell, options.state))?.owner, 'anna@lab');
        });
      });
    });
    it('is waited for', async () => {
      await onHost(async (shell, options) => {
        const order: string[] = [];
        const waits: string[] = [];
        let later: Promise<void> | undefined;
        await withLease(shell, 'anna', options, async () => {
          const waiting = (message: string): void => void waits.push(message);
          later = withLease(shell, 'ben', { ...options, waitMs: 20_000, waiting }, () => {
            order.push('ben');
            return Promise.resolve();
          });
          while (waits.length === 0) await setTimeout(5);
          order.push('anna');
        });
        await later;
        assert.deepEqual(order, ['anna', 'ben']);
      });
    });
    it('goes to the next one after its time, and the one who had it learns of it', async () => {
      await onHost(async (shell, { state }) => {
        const first = await granted(shell, 'anna', { state, ttlMs: 1000, force: false });
        await setTimeout(1100);
        const second = await granted(shell, 'ben', { state, ...TTL });
        assert.deepEqual([second.number, second.before], [2, 'expired']);
        const limits = { timeoutMs: 10_000 };
        assert.deepEqual(await beat(shell, { ...first, state }, 60_000, limits), { lostTo: 'ben' });
        assert.ok('deadline' in (await beat(shell, { ...second, state }, 60_000, limits)));
        // What the first one gives back is not what the second one has.
        await release(shell, { ...first, state });
        assert.equal((await leaseOf(shell, state))?.owner, 'ben');
      });
    });
    it('lasts as long as it is prolonged, and is not prolonged after its time', async () => {
      await onHost(async (shell, { state }) => {
        let grant = await granted(shell, 'anna', { state, ttlMs: 4000, force: false });
        for (let round = 0; round < 5; round += 1) {
          await setTimeout(1000);
          const answer = await beat(shell, { ...grant, state }, 4000, { timeoutMs: 10_000 });
          assert.ok('ends' in answer);
          grant = { ...grant, ...answer };
        }
        assert.ok('owner' in (await take(shell, 'ben', { state, ...TTL })));
        assert.ok((await readdir(state)).length < 6, 'beats are cleaned away');
        await setTimeout(4100);
        assert.deepEqual(await beat(shell, { ...grant, state }, 4000, { timeoutMs: 10_000 }), { lostTo: '' });
      });
    });
    it('of a life of the host before this one is over', async () => {
      await onHost(async (shell, options) => {
        const { state } = options;
        await granted(shell, 'anna', { ...options, force: false });
        const words = (await readlink(join(state, 'lease.1'))).split(' ');
        await rm(join(state, 'lease.1'));
        const other = [...words.slice(0, 2), '00000000-0000-0000-0000-000000000000', ...words.slice(3)];
        await symlink(other.join(' '), join(state, 'lease.1'));
        assert.equal(await leaseOf(shell, state), undefined);
        assert.equal((await granted(shell, 'ben', { ...options, force: false })).before, 'rebooted');
      });
    });
    it('is taken away on demand, but used only when its owner cannot believe to have it any more', async () => {
      await onHost(async (shell, { state }) => {
        const short: LeaseOptions = { state, ttlMs: 4000 };
        let second: Promise<string> | undefined;
        let annas = 0;
        const first = withLease(shell, 'anna', short, async (signal) => {
          second = withLease(shell, 'ben', { ...short, force: true }, (_, { before }) =>
            Promise.resolve(`${before} ${annas}`),
          );
          while (!signal.aborted) await setTimeout(5);
          annas = 1;
        });
        await failsWith(first, 'LEASE_LOST', 3, /^the lease of \w+ was lost while it was measured there/);
        assert.equal(await second, 'forced 1');
      });
    });
    it('is lost when no word reaches the host, as soon as somebody else could have it', async () => {
      await onHost(async (shell, { state }) => {
        let cut = false;
        const flaky: RemoteShell = {
          ...shell,
          run: async (command) =>
            cut ? await Promise.reject(new Error('the line is dead')) : await shell.run(command),
        };
        const work = withLease(flaky, 'anna', { state, ttlMs: 3000 }, async (signal) => {
          cut = true;
          while (!signal.aborted) await setTimeout(2);
          const other = await withLease(shell, 'ben', { state, waitMs: 20_000 }, (_, { before }) =>
            Promise.resolve(before),
          );
          assert.equal(other, 'expired');
          throw new Error('what the loss came to');
        });
        await failsWith(work, 'LEASE_LOST', 3, /no word reached the host in time: the line is dead/);
      });
    });
    it('that others wrote is named, and taken over on demand', async () => {
      await onHost(async (shell, options) => {
        await withLease(shell, 'anna', options, () => Promise.resolve());
        await symlink('$(touch x) * `id`', join(options.state, 'lease.7'));
        await symlink('x', join(options.state, 'lease.99999999999999999999999'));
        await writeFile(join(options.state, 'lease.-f'), '');
        await failsWith(
          take(shell, 'ben', { ...options, force: false }),
          'LEASE_DAMAGED',
          3,
          /the lease 7 in/,
        );
        assert.equal((await granted(shell, 'ben', { ...options, force: true })).number, 8);
      });
    });
    it('needs a folder that can be written', async () => {
      await inTemp(async (dir) => {
        await writeFile(join(dir, 'file'), '');
        const shell = await host(dir);
        await failsWith(take(shell, 'anna', { state: join(dir, 'file', 'x'), ...TTL }), 'STATE_UNFIT', 3);
      });
    });
    it('leaves few files, and its number only grows', async () => {
      await onHost(async (shell, options) => {
        for (let round = 1; round <= 25; round += 1) {
          const grant = await granted(shell, 'anna', { ...options, force: false });
          assert.equal(grant.number, round);
          await release(shell, { ...grant, state: options.state });
        }
        assert.equal((await readdir(options.state)).length, 34);
      });
    });
  });
