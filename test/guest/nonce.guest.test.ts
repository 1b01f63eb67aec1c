// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { artifactOf } from '../../harness/core/artifact.js';
import { fullCmdline } from '../../harness/image/boot-image.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { Monitor } from '../../harness/vmm/types.js';
import { bootLocally, type TestBootOutput } from '../support/boot.js';
import { builtinSystems } from '../support/builtin.js';
import { KERNEL_TIMEOUT, guestKernel, rootOf } from '../support/guest.js';

describe('the nonce of a boot', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('is another one in each boot, and no instruction, byte or record depends on it', async () => {
    const qemu = createQemu();
    const uuids: string[] = [];
    const listening: Monitor = {
      ...qemu,
      run: (spec, signal) => {
        uuids.push(spec.uuid ?? 'none');
        return qemu.run(spec, signal);
      },
    };
    const { rootfs, job } = await rootOf('hello');
    const catalogue = await builtinSystems();
    const kernel = await guestKernel();
    const boot = (): Promise<TestBootOutput> =>
      bootLocally({
        ...{ with: listening, kernel, job },
        files: [artifactOf(rootfs.artifacts, 'initrd')],
        cmdline: fullCmdline(catalogue.resolve('lupine-general'), catalogue, 'deterministic'),
      });
    const [first, second] = [await boot(), await boot()];
    assert.equal(first.result.ending, 'ok', first.result.failure?.message);
    assert.equal(new Set(uuids).size, 2);
    assert.deepEqual(second.result.report, first.result.report);
    assert.deepEqual(second.result.argv, first.result.argv);
    assert.deepEqual(second.console, first.console);
    const all = `${first.result.argv.join(' ')}${first.console.toString('latin1')}`;
    for (const uuid of uuids) {
      assert.match(uuid, /^[0-9a-f-]{36}$/);
      for (const part of uuid.split('-').filter(({ length }) => length >= 8)) assert.ok(!all.includes(part));
    }
  });
});
