// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { workloadOf } from '../../harness/workload/registry.js';
import { KERNEL_TIMEOUT, bootGuest, guestKernel, rootOf } from '../support/guest.js';

const lmbench = workloadOf({ workload: 'lmbench' });

/** One of each kind of output, none of them long. */
const METRICS = [
  ...['syscall.null', 'syscall.open', 'lat.select_tcp', 'lat.mmap', 'lat.exec', 'lat.ctx_2p_0k'],
  ...['lat.tcp_connect', 'lat.file_create_0k', 'bw.tcp'],
];

describe('lmbench in a guest', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(async () => {
    await guestKernel();
  });

  it('comes from the component that is not free, and two boots print the same bytes', async () => {
    const root = await rootOf('lmbench', { purpose: 'load', clients: lmbench.clients({}, METRICS) });
    assert.ok(root.rootfs.packages.some(({ name, sha256 }) => name === 'lmbench' && sha256.length === 64));
    const first = await bootGuest(root);
    const second = await bootGuest(root);
    assert.equal(first.result.ending, 'ok', first.result.failure?.message);
    assert.deepEqual(second.console, first.console);
    const report = first.result.report ?? assert.fail('no report');
    const values = lmbench.readEach?.({ clock: 'deterministic', parameters: {}, report }, METRICS) ?? {};
    for (const metric of METRICS) assert.equal(typeof values[metric], 'number', String(values[metric]));
  });
});
