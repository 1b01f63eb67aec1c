// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { PT_LOAD, PT_NOTE } from '../../../harness/image/elf/segments.js';
import { PAGE, kernelSegments } from '../../../harness/image/kernel/elf.js';
import { packKernel } from '../../../harness/image/kernel/pack.js';
import { tinyGuest } from '../../support/tiny-guest.js';
import { failsWith } from '../../support/errors.js';

/** Guest memory below `size` as a VMM fills it, with the linker's padding taken for zeros. */
function memoryOf(elf: Buffer, size: number): Buffer {
  const memory = Buffer.alloc(size);
  for (const { type, paddr, offset, filesz } of kernelSegments(elf)) {
    if (type === PT_LOAD) elf.copy(memory, Number(paddr), offset, offset + filesz);
  }
  for (let at = 0; at < size; at += PAGE) {
    const page = memory.subarray(at, at + PAGE);
    if (page.every((byte) => byte === 0xcc)) page.fill(0);
  }
  return memory;
}

/** The tiny guest with `pages` of padding in the middle of its only segment. */
function padded(pages: number): Buffer {
  const guest = Buffer.from(tinyGuest());
  const elf = Buffer.concat([guest, Buffer.alloc(PAGE * pages - guest.length), Buffer.from('the end')]);
  for (const field of [96, 104]) elf.writeBigUInt64LE(BigInt(elf.length), field);
  return elf;
}

describe('packing', () => {
  it('leaves out whole pages of zeros and nothing else', () => {
    const elf = padded(64);
    const packed = packKernel(elf);
    assert.equal(packed.length, 3 * PAGE);
    assert.deepEqual(memoryOf(packed, 2 << 20), memoryOf(elf, 2 << 20));
  });
  it('keeps the memory behind the bytes (bss)', () => {
    const elf = padded(8);
    elf.writeBigUInt64LE(BigInt(1 << 20), 104);
    const loads = kernelSegments(packKernel(elf)).filter(({ type }) => type === PT_LOAD);
    const end = Math.max(...loads.map(({ paddr, memsz }) => Number(paddr) + memsz));
    assert.equal(end, 0x100000 + (1 << 20));
  });
  it('keeps the PVH note where the VMM looks for it', () => {
    const elf = padded(8);
    const note = (file: Buffer): Buffer => {
      const { offset = 0, filesz = 0 } = kernelSegments(file).find(({ type }) => type === PT_NOTE) ?? {};
      return file.subarray(offset, offset + filesz);
    };
    assert.deepEqual(note(packKernel(elf)), note(elf));
  });
  it('refuses what is no kernel', () =>
    failsWith(() => packKernel(Buffer.from('MZ')), 'KERNEL_ELF', EXIT.couldNotMeasure));
});
