// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { packagePath } from '../../../harness/core/paths.js';
import { rawText } from '../../../harness/core/foreign.js';
import { KERNEL_TIMEOUT, guestKernel } from '../../support/guest.js';
import { loadedBoot } from '../../support/loaded.js';
import { inPlainTemp } from '../../support/temp.js';
import { bootOver } from '../../support/there.js';

/** QEMU with TCG in KVM's place. */
const STAND_IN = packagePath('test', 'support', 'tcg-qemu.sh');

describe('a load on another host', function () {
  this.timeout(600_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  it('is made there, and the monitor timed there', () =>
    inPlainTemp(async (state) => {
      const args = ['-h', '10.0.0.2', '-n', '200', '-c', '5', '-t', 'get', '--csv'];
      const boot = await loadedBoot('redis', [{ client: 'redis-benchmark', args }]);
      const { result } = await bootOver({ ...boot, state, qemu: STAND_IN });
      assert.equal(result.ending, 'ok', result.failure?.message);
      const [client = assert.fail('no client')] = result.hostClients ?? [];
      assert.deepEqual([client.name, client.status], ['redis-benchmark', 0]);
      assert.match(rawText(client.stdout), /^"GET",/m);
      assert.deepEqual(client.argv.slice(0, 2), ['taskset', '-c']);
      assert.equal(result.report?.clients[0]?.status, 0);
      assert.ok((result.vmmNs ?? 0) > 0);
    }));

  it('that fails is told apart from an app that cannot be reached', () =>
    inPlainTemp(async (state) => {
      const inside = await loadedBoot('redis', [{ client: 'redis-benchmark' }], { hostLoadArgs: [] });
      const { result } = await bootOver({ ...inside, state, qemu: STAND_IN });
      assert.equal(result.failure?.code, 'LOAD_UNREACHED');
      assert.match(result.failure.message, /10\.0\.0\.2:6379: Connection refused/);
      const args = ['-n', '10', 'http://10.0.0.2:81/'];
      const failing = { client: 'ab', name: 'failing', args };
      const boot = await loadedBoot('nginx', [failing, { client: 'ab', name: 'never' }]);
      const failed = await bootOver({ ...boot, state, qemu: STAND_IN });
      const statuses = failed.result.hostClients?.map(({ name, status }) => [name, status]);
      assert.deepEqual(statuses, [['failing', 111]]);
      assert.equal(failed.result.ending, 'ok', failed.result.failure?.message);
    }));
});
