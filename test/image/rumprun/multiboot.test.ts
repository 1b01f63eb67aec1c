// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, EXIT } from '../../../harness/core/errors.js';
import { readMultiboot } from '../../../harness/image/rumprun/multiboot.js';
import { buildElf } from '../../profile/elf-builder.js';
import { failsWith } from '../../support/errors.js';
import { seeded } from '../../support/random.js';

const MAGIC = 0x1badb002;

/** A kernel of one section, with a header in it. */
function kernel({
  at = 0,
  flags = 0x10003,
  fields = [0x100000, 0x100000, 0, 0x180000, 0x100020],
  sum = 0,
} = {}): Buffer {
  const code = Buffer.alloc(at + 256);
  for (const [index, value] of [MAGIC, flags, -(MAGIC + flags) + sum, ...fields].entries())
    code.writeInt32LE(value | 0, at + 4 * index);
  return buildElf({ sections: [{ name: '.text', address: 0x100000n, bytes: code, code: true }] });
}

const refuses = async (bytes: Buffer, says: RegExp, code = 'MULTIBOOT_NONE'): Promise<void> => {
  await failsWith(() => readMultiboot(bytes, 'hello.bin'), code, EXIT.couldNotMeasure, says);
};

describe('a multiboot header', () => {
  it('says where a kernel is loaded', () => {
    assert.deepEqual(readMultiboot(kernel(), 'x'), { loadAt: 0x100000, end: 0x180000, entry: 0x100020 });
    const open = kernel({ fields: [0x100000, 0x100000, 0, 0, 0x100000] });
    const { end } = readMultiboot(open, 'x');
    assert.ok(end > 0x100000 && end <= 0x100000 + open.length);
  });

  it('is required of an image, with its addresses', async () => {
    await refuses(kernel({ sum: 1 }), /no multiboot header/);
    await refuses(kernel({ at: 8192 }), /first 8192 bytes/);
    await refuses(kernel({ flags: 3 }), /no addresses/);
    for (const fields of [
      [0x100000, 0x200000, 0, 0x180000, 0x100020],
      [0x100000, 0x100000, 0x180000, 0x180000, 0x100020],
      [0x100000, 0x100000, 0, 0x180000, 0x180000],
      [0x100000, 0x100000, 0, 0x180000, 0xfffff],
      [0x100000, 0, 0, 0x180000, 0x100020],
    ])
      await refuses(kernel({ fields }), /contradict/);
    await refuses(Buffer.from('MZ'), /no ELF file/, 'ELF_DAMAGED');
    const arm = kernel();
    arm.writeUInt16LE(183, 18);
    await refuses(arm, /no ELF file for x86-64/, 'ELF_DAMAGED');
  });

  it('ends in no other error, whatever bytes are changed', () => {
    const random = seeded(11);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(kernel());
      for (let change = 0; change < 4; change++) bytes[below(bytes.length)] = below(256);
      try {
        readMultiboot(bytes.subarray(0, below(2) === 0 ? bytes.length : below(bytes.length)), 'x');
      } catch (error) {
        assert.ok(error instanceof BenchError, String(error));
      }
    }
  });
});
