// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { KERNEL_TIMEOUT, guestKernel } from '../support/guest.js';
import { type Running, becomes, processes } from '../support/processes.js';
import { inTemp } from '../support/temp.js';

const SCRIPT = packagePath('dist', 'test', 'support', 'scripts', 'run-loaded.js');

describe('a load from the host that is killed or interrupted', function () {
  this.timeout(600_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    it(`leaves no process and no network behind: ${signal}`, () =>
      inTemp(async (dir) => {
        const harness = execa(process.execPath, [SCRIPT, dir], { reject: false });
        let ended = false;
        void harness.then(() => (ended = true));
        let own: Running[] = [];
        const loading = await becomes(
          async () => {
            own = (await processes()).filter(({ parent }) => parent === harness.pid);
            return own.some(({ command }) => command.includes('redis-benchmark'));
          },
          () => ended,
        );
        assert.ok(loading, loading ? '' : (await harness).stderr);
        const here = (await processes()).find(({ pid }) => pid === harness.pid)?.network;
        const networks = new Set(own.map(({ network }) => network).filter((network) => network !== here));
        assert.equal(networks.size, 1, 'guest, client and their helpers share one network');
        for (const program of [
          'qemu-system-x86_64',
          'redis-benchmark',
          '/guest-network tap0',
          '/notify 10.0.0.2',
        ])
          assert.ok(
            own.some(({ command, network }) => command.includes(program) && networks.has(network)),
            program,
          );
        harness.kill(signal);
        const { exitCode, stderr } = await harness;
        if (signal === 'SIGTERM') assert.match(stderr, /AbortError/, `exit ${exitCode ?? ''}`);
        const gone = await becomes(async () =>
          (await processes()).every(
            ({ pid, network }) => !networks.has(network) && !own.some((one) => one.pid === pid),
          ),
        );
        assert.ok(gone, 'processes are left');
      }));
  }
});
