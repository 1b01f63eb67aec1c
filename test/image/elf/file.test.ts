// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../../harness/core/errors.js';
import { codeOf } from '../../../harness/profile/elf/code.js';
import { bytesAt, readElf, stringAt } from '../../../harness/image/elf/file.js';
import { readSymbols } from '../../../harness/profile/elf/symbols.js';
import { seeded } from '../../support/random.js';
import { buildElf } from '../../profile/elf-builder.js';

const text = { name: '.text', address: 0x401000n, bytes: Buffer.alloc(64, 0x90), code: true };
const elf = buildElf({
  sections: [text],
  symbols: [
    { name: 'a.c', kind: 'file' },
    { name: 'first', address: 0x401000n, size: 16 },
    { name: 'second', address: 0x401010n, size: 16, global: true },
  ],
});

const damaged = (bytes: Buffer): void => {
  assert.throws(
    () => readElf(bytes, 'a program'),
    (error) => error instanceof BenchError && error.code === 'ELF_DAMAGED' && error.exit === 3,
  );
};

/** Whole numbers below one. */
const below = (random: () => number) => (limit: number) => Math.floor(random() * limit);

describe('an ELF file', () => {
  it('is taken apart', () => {
    const { segments, sections, type } = readElf(elf, 'a program');
    assert.equal(type, 2);
    assert.deepEqual(
      sections.map(({ name }) => name),
      ['', '.text', '.symtab', '.strtab', '.shstrtab'],
    );
    assert.equal(segments.length, 1);
    assert.deepEqual(bytesAt(readElf(elf, ''), 0x401030n, 100), text.bytes.subarray(0, 16));
    assert.equal(bytesAt(readElf(elf, ''), 0x402000n, 1), undefined);
  });

  it('is refused when it is none, or for another machine', () => {
    damaged(Buffer.alloc(0));
    damaged(Buffer.from('\x7fELF'));
    damaged(Buffer.alloc(4096));
    const arm = Buffer.from(elf);
    arm.writeUInt16LE(183, 18);
    damaged(arm);
  });

  it('is refused where its tables or parts lie outside of it', () => {
    for (const [at, value] of [
      [32, 1n << 60n],
      [40, 1n << 62n],
      [64 + 8, 1n << 40n],
      [64 + 32, BigInt(elf.length)],
    ] as const) {
      const bytes = Buffer.from(elf);
      bytes.writeBigUInt64LE(value, at);
      damaged(bytes);
    }
    const many = Buffer.from(elf);
    many.writeUInt16LE(0xffff, 56);
    damaged(many);
    for (let length = 0; length < elf.length; length += 97) {
      const cut = elf.subarray(0, length);
      assert.throws(() => readElf(cut, ''), { code: 'ELF_DAMAGED' }, `${length} bytes`);
    }
  });

  it('never ends in another error, whatever bytes are changed', () => {
    const next = below(seeded(7));
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(elf);
      for (let change = 0; change < 6; change++) bytes[next(bytes.length)] = next(256);
      try {
        const file = readElf(bytes, '');
        codeOf(file, readSymbols(file));
      } catch (error) {
        assert.ok(error instanceof BenchError, String(error));
      }
    }
  });

  it('gives names that are printable and not too long, in no more time for a table without ends', () => {
    assert.equal(stringAt(Buffer.from('\x1b[31mred\0'), 0), '\\x1b[31mred');
    assert.equal(stringAt(Buffer.from('abc\0'), 10), '');
    assert.equal(stringAt(Buffer.alloc(10_000_000, 0x61), 5).length, 400);
  });
});
