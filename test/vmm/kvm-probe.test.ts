// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { copyFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localHost } from '../../harness/host/local.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { KvmAnswer } from '../../harness/vmm/probe-verdict.js';
import { type FakeQemu, fakeQemu } from '../support/fake-qemu.js';
import { linkedCache } from '../support/linked-cache.js';
import { inTemp, withCache, withEnvironment } from '../support/temp.js';

/** Runs a test with a cache that remembers nothing and a device that can be opened anywhere. */
const withDevice = <T>(test: (dir: string) => Promise<T>): Promise<T> =>
  inTemp(async (dir) =>
    withCache(await linkedCache(dir), () =>
      withEnvironment('LUPINE_BENCH_KVM_DEVICE', '/dev/null', () => test(dir)),
    ),
  );

const probe = (fake: FakeQemu): Promise<KvmAnswer> =>
  withDevice(async (dir) => localHost([createQemu(await fakeQemu(dir, fake))]).kvm('qemu'));

describe('the KVM probe', () => {
  for (const [what, fake, expected] of [
    [
      'runs only what is simple',
      { probeSays: 'BLS', lie: 'internal-error' },
      "cmpxchg16b ended in 'KVM internal error. Suberror: 1'",
    ],
    [
      'aborts',
      { probeSays: '', lie: 'msr-abort' },
      "the start of the machine ended in 'error: failed to set MSR 0x10a to 0x69'",
    ],
    ['hangs at 100 %', { probeSays: 'B', lie: 'hangs' }, 'long mode with paging did not end within 4 s'],
    ['says nothing', { probeSays: '', lie: 'silent' }, 'the start of the machine did not end within 4 s'],
    ['resets', { probeSays: 'BL', lie: 'resets' }, 'SSE reset the machine'],
  ] as const) {
    it(`refuses a KVM and names the step: it ${what}`, async () => {
      const { kvm, kvmReason } = await probe(fake);
      assert.equal(kvm, false);
      assert.equal(kvmReason, `/dev/kvm exists but does not run guests: ${expected}.`);
    });
  }

  it('believes a KVM whose guest did every step at the speed of a CPU', async () => {
    const { kvm, kvmReason } = await probe({ lie: 'silent' });
    assert.equal(kvm, true);
    assert.match(kvmReason, /ended under KVM, at the speed of a CPU/);
  });

  it('refuses where the device may not be opened, without a word of it in the cache', () =>
    withDevice((dir) =>
      withEnvironment('LUPINE_BENCH_KVM_DEVICE', join(dir, 'kvm'), async () => {
        const { kvm, kvmReason } = await localHost([createQemu(await fakeQemu(dir, { lie: 'silent' }))]).kvm(
          'qemu',
        );
        assert.equal(kvm, false);
        assert.match(kvmReason, /kvm is missing or may not be opened by this user/);
        await assert.rejects(readdir(join(dir, 'cache', 'probe')));
      }),
    ));

  it('remembers its answer, a refusal for a day, and asks anew when told to', () =>
    withDevice(async (dir) => {
      const program = await fakeQemu(dir, { probeSays: 'B', lie: 'resets' });
      const host = localHost([createQemu(program)]);
      const ask = async (again = false): Promise<boolean> => (await host.kvm('qemu', { again })).kvm;
      assert.equal(await ask(), false);
      // From now on the same program passes.
      await copyFile(await fakeQemu(dir, { lie: 'resets' }), program);
      assert.equal(await ask(), false);
      assert.equal(await ask(true), true);
      assert.equal(await ask(), true);
      const cache = join(dir, 'cache', 'probe');
      const [file = ''] = await readdir(cache);
      await writeFile(join(cache, file), JSON.stringify({ kvm: false, kvmReason: 'yesterday' }));
      assert.equal(await ask(), false);
      const old = Date.now() / 1000 - 86_500;
      await utimes(join(cache, file), old, old);
      assert.equal(await ask(), true);
    }));
});
