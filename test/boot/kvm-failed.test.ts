// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BootResult } from '../../harness/boot/types.js';
import { artifactAt } from '../../harness/core/artifact.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { type KvmLie, fakeQemu } from '../support/fake-qemu.js';
import { bootLocally } from '../support/boot.js';
import { inTemp } from '../support/temp.js';

/** Boots something that is as large as a kernel under a KVM that passed the probe. */
const bootUnder = (lie: KvmLie, timeoutMs: number): Promise<BootResult> =>
  inTemp(async (dir) => {
    const kernel = join(dir, 'vmlinux');
    await writeFile(kernel, Buffer.alloc(1 << 20));
    const { result } = await bootLocally({
      with: createQemu(await fakeQemu(dir, { lie })),
      ...{ kernel, cmdline: '', memoryMib: 40, clock: 'wall', timeoutMs },
      files: [await artifactAt('disk', kernel)],
    });
    return result;
  });

describe('a boot under a KVM that lies', () => {
  for (const [lie, said] of [
    ['internal-error', 'KVM internal error. Suberror: 1'],
    ['run-failed', 'error: kvm run failed Bad address'],
    ['msr-abort', 'error: failed to set MSR 0x10a to 0x69'],
  ] as const) {
    // At once: long before the time limit of the boot, and within that of the test.
    it(`is over at once and says why: ${lie}`, async () => {
      const { ending, failure, killed } = await bootUnder(lie, 600_000);
      assert.deepEqual([ending, failure?.code, killed], ['vmm-failed', 'KVM_FAILED', undefined]);
      assert.ok(failure?.message.includes(`"${said}"`), failure?.message);
      assert.match(failure?.next ?? '', /--clock deterministic.*doctor --probe/);
    });
  }

  for (const lie of ['hangs', 'silent'] as const) {
    it(`is over after its time when nothing says why: ${lie}`, async () => {
      const { ending, failure } = await bootUnder(lie, 1500);
      assert.deepEqual([ending, failure?.code], ['timeout', 'BOOT_TIMEOUT']);
    });
  }

  it('does not take its time limit for the reason', async () => {
    // The limit is over while QEMU still writes down its registers.
    const { failure } = await bootUnder('internal-error', 150);
    assert.equal(failure?.code, 'KVM_FAILED');
  });

  it('has no result when the machine resets', async () => {
    const { ending, failure } = await bootUnder('resets', 10_000);
    assert.notEqual(ending, 'ok');
    assert.ok(failure !== undefined);
  });
});
