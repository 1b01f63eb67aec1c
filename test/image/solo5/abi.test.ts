// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, EXIT } from '../../../harness/core/errors.js';
import { readSolo5Abi, requireHvt } from '../../../harness/image/solo5/abi.js';
import { failsWith } from '../../support/errors.js';
import { seeded } from '../../support/random.js';

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
};

const note = (name: string, type: number, body: Buffer): Buffer => {
  const padded = Buffer.alloc(4 * Math.ceil((name.length + 1) / 4));
  padded.write(name, 'latin1');
  return Buffer.concat([words(name.length + 1, body.length, type), padded, body]);
};

/** An image of one segment, of notes. */
function image(notes: Buffer): Buffer {
  const header = Buffer.alloc(64 + 56);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  for (const [at, value] of [
    [16, 2],
    [18, 62],
    [54, 56],
    [56, 1],
    [58, 64],
  ] as const)
    header.writeUInt16LE(value, at);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt32LE(4, 64);
  header.writeBigUInt64LE(120n, 64 + 8);
  header.writeBigUInt64LE(BigInt(notes.length), 64 + 32);
  header.writeBigUInt64LE(BigInt(notes.length), 64 + 40);
  return Buffer.concat([header, notes]);
}

const ABI1 = 0x31494241;
const abi = (target: number, version: number): Buffer => note('Solo5', ABI1, words(target, version, 0, 0));
const others = Buffer.concat([note('OpenBSD', 1, words(0)), note('Solo5', 0x3154464d, Buffer.alloc(20))]);

const refuses = async (bytes: Buffer, says: RegExp, code = 'SOLO5_ABI'): Promise<void> => {
  await failsWith(() => requireHvt(bytes, 'guest.hvt'), code, EXIT.couldNotMeasure, says);
};

describe('a Solo5 image', () => {
  it('says for which tender it is', () => {
    assert.deepEqual(requireHvt(image(Buffer.concat([others, abi(1, 2)])), 'x'), {
      target: 'hvt',
      version: 2,
    });
    assert.deepEqual(readSolo5Abi(image(abi(2, 7)), 'x'), { target: 'spt', version: 7 });
    assert.deepEqual(readSolo5Abi(image(abi(77, 1)), 'x'), { target: '77', version: 1 });
  });

  it('is refused before it is run where no tender of today runs it', async () => {
    await refuses(image(others), /no note/);
    await refuses(image(abi(2, 2)), /it is for spt/);
    await refuses(image(abi(1, 1)), /wants version 1 .* have 2/);
    await refuses(image(Buffer.concat([words(0xffffffff, 0xffffffff, ABI1), abi(1, 2)])), /no note/);
    await refuses(Buffer.from('#!/bin/sh'), /no ELF file/, 'ELF_DAMAGED');
  });

  it('ends in no other error, whatever bytes are changed', () => {
    const random = seeded(13);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(image(Buffer.concat([others, abi(1, 2)])));
      for (let change = 0; change < 4; change++) bytes[below(bytes.length)] = below(256);
      try {
        readSolo5Abi(bytes, 'x');
      } catch (error) {
        assert.ok(error instanceof BenchError, String(error));
      }
    }
  });
});
