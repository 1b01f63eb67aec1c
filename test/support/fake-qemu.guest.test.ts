// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createQemu } from '../../harness/vmm/qemu.js';
import { fakeQemu } from './fake-qemu.js';
import { inTemp } from './temp.js';
import { tinyGuest } from './tiny-guest.js';

describe('the double of QEMU', () => {
  it('is the real one without KVM: it measures', () =>
    inTemp(async (dir) => {
      const kernel = join(dir, 'tiny.elf');
      const consolePath = join(dir, 'console');
      await writeFile(kernel, tinyGuest());
      const fixed = { cmdline: '', memoryMib: 16, clock: 'deterministic', timeoutMs: 20_000 } as const;
      await createQemu(await fakeQemu(dir, { lie: 'hangs' })).run({ ...fixed, kernel, consolePath });
      assert.equal(await readFile(consolePath, 'latin1'), 'K');
    }));
});
