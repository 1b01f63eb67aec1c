// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireKernel } from '../../../harness/image/guest/kernel-file.js';
import { failsWith } from '../../support/errors.js';
import { playingGuest } from '../../support/playing-guest.js';
import { inTemp } from '../../support/temp.js';

const refused = (bytes: Buffer, code: string, message: RegExp): Promise<void> =>
  inTemp(async (dir) => {
    const path = join(dir, 'kernel');
    await writeFile(path, bytes);
    await failsWith(requireKernel('mine', path), code, 3, message);
  });

describe('a kernel that somebody brings', () => {
  let good: Buffer;
  before(async () => {
    good = await readFile(await playingGuest());
    // One piece at 1 MiB.
    const end = await requireKernel('mine', await playingGuest());
    assert.ok(end !== undefined && end > 2 ** 20 && end < 2 ** 20 + 2 ** 16);
  });

  it('of another architecture is called by its name', async () => {
    for (const [machine, name] of [
      [183, 'AArch64'],
      [243, 'RISC-V'],
      [4242, 'machine 4242'],
    ] as const) {
      const bytes = Buffer.from(good);
      bytes.writeUInt16LE(machine, 18);
      await refused(bytes, 'ARTIFACT_ARCH', new RegExp(name));
    }
    const big = Buffer.from(good);
    big[5] = 2;
    await refused(big, 'ARTIFACT_ARCH', /not for x86-64/);
  });

  it('that did not come whole is said to be too short', async () => {
    await refused(good.subarray(0, 0x1080), 'ARTIFACT_TRUNCATED', /need/);
    const far = Buffer.from(good);
    far.writeBigUInt64LE(1n << 40n, 32);
    await refused(far, 'ARTIFACT_TRUNCATED', /behind them/);
  });

  it('that is none is refused', async () => {
    await refused(Buffer.alloc(0), 'ARTIFACT_FILE', /neither an ELF file nor a bzImage/);
    await refused(Buffer.from('#!/bin/sh\n'), 'ARTIFACT_FILE', /neither/);
    const empty = Buffer.from(good);
    empty.writeUInt16LE(0, 56);
    await refused(empty, 'ARTIFACT_FILE', /nothing that could be loaded/);
  });
});
